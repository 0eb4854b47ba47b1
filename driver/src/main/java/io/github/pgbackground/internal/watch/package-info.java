/** What operators see of pools and jobs: counts, JMX, flight recordings, logs. */
@NullMarked
package io.github.pgbackground.internal.watch;

import org.jspecify.annotations.NullMarked;
