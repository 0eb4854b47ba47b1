/**
 * What a session knows of the jobs it can name: their handles, who may use them, what became of
 * them.
 */
@NullMarked
package io.github.pgbackground.internal.session.handle;

import org.jspecify.annotations.NullMarked;
