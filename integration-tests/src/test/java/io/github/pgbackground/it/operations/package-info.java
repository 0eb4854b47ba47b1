/** What operators see of workers and jobs, and do to them. */
@NullMarked
package io.github.pgbackground.it.operations;

import org.jspecify.annotations.NullMarked;
