/** Statements that are made of the application's text and of insertions, and their errors. */
@NullMarked
package io.github.pgbackground.internal.session.rewrite;

import org.jspecify.annotations.NullMarked;
