/** The route of a statement with calls: by its shape, and by which calls would be evaluated. */
@NullMarked
package io.github.pgbackground.internal.sql.recognition.query;

import org.jspecify.annotations.NullMarked;
