/** What JDBC shows of an execution that pgjdbc's statement knows nothing of. */
@NullMarked
package io.github.pgbackground.internal.jdbc.result;

import org.jspecify.annotations.NullMarked;
