package io.github.pgbackground.internal.pool.slot;

import com.zaxxer.hikari.HikariDataSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what HikariCP says short of a warning out of the console when it stands in the driver's own
 * jar under a name of the driver's. Elsewhere its logger is the application's to set.
 */
public final class Quiet {
  /** Held, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger HIKARI = Logger.getLogger(HikariDataSource.class.getPackageName());

  private static final String OURS = "io.github.pgbackground.";

  private Quiet() {}

  public static void apply() {
    if (HIKARI.getName().startsWith(OURS) && HIKARI.getLevel() == null) {
      HIKARI.setLevel(Level.WARNING);
    }
  }
}
