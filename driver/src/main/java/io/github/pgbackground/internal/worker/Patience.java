package io.github.pgbackground.internal.worker;

import java.sql.SQLException;

/** Ends the wait of a launch for a worker before its time is up. */
@FunctionalInterface
public interface Patience {
  /** Throws if the launch is not to wait any longer; asked again and again while it waits. */
  void check() throws SQLException;
}
