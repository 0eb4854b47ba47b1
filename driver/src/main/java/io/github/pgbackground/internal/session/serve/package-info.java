/**
 * The route serve: a recognised call turned into a job, and a job into rows, on this side alone.
 */
@NullMarked
package io.github.pgbackground.internal.session.serve;

import org.jspecify.annotations.NullMarked;
