package io.github.pgbackground.internal.session.backend;

import java.sql.SQLException;

/** Something that may block on the session's own server process. */
@FunctionalInterface
public interface ServerWork<T> {
  T run() throws SQLException;
}
