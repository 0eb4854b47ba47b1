/** What the application holds: connections, statements and result sets, with decisions only. */
@NullMarked
package io.github.pgbackground.internal.jdbc;

import org.jspecify.annotations.NullMarked;
