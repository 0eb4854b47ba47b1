/**
 * Metrics of workers and jobs for Micrometer, which an application brings along if it wants them.
 */
@NullMarked
package io.github.pgbackground.micrometer;

import org.jspecify.annotations.NullMarked;
