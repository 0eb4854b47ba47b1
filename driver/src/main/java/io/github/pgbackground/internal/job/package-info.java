/** A job, from its launch to what came of it: what it was asked, what it has for its readers. */
@NullMarked
package io.github.pgbackground.internal.job;

import org.jspecify.annotations.NullMarked;
