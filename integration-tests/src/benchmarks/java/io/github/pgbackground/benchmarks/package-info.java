/** What the driver costs, side by side with plain pgjdbc and with dblink. */
@NullMarked
package io.github.pgbackground.benchmarks;

import org.jspecify.annotations.NullMarked;
