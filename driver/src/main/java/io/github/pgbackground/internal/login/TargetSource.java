package io.github.pgbackground.internal.login;

import java.sql.SQLException;

/** Where the workers of a session log in, and how; asked at the first launch. */
@FunctionalInterface
public interface TargetSource {
  Target target() throws SQLException;
}
