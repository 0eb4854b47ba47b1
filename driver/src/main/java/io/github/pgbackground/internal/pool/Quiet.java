package io.github.pgbackground.internal.pool;

import com.zaxxer.hikari.HikariDataSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps HikariCP's start and stop of each pool out of the console when it stands in the driver's
 * own jar under a name of the driver's. Elsewhere its logger is the application's to set.
 */
final class Quiet {
  /** Held, since java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger HIKARI = Logger.getLogger(HikariDataSource.class.getPackageName());

  private Quiet() {}

  static void apply() {
    String ours = Quiet.class.getPackageName().replaceFirst("[.]worker$", "");
    if (HIKARI.getName().startsWith(ours) && HIKARI.getLevel() == null) {
      HIKARI.setLevel(Level.WARNING);
    }
  }
}
