package io.github.pgbackground.internal.presence;

import io.github.pgbackground.internal.definition.Scripts;
import io.github.pgbackground.internal.settings.Backend;
import io.github.pgbackground.internal.settings.Settings;
import java.sql.SQLWarning;
import java.util.List;

/**
 * What a database has of pg_background.
 *
 * @param schema where its functions are, as it is without quotes; empty if there is nothing
 * @param revision which bridge it is, 0 if it is none
 * @param trusted whether the bridge belongs to a superuser or to a role that may become the
 *     session's user anyway
 */
public record Presence(Kind kind, String schema, int revision, boolean trusted) {

  /** What it is. */
  public enum Kind {
    NONE,
    /** The functions that this driver has installed. */
    BRIDGE,
    /** The extension itself. */
    EXTENSION
  }

  /** There is nothing. */
  public static final Presence NONE = new Presence(Kind.NONE, "", 0, false);

  /** Whether the database has nothing of it. */
  public boolean isAbsent() {
    return kind == Kind.NONE;
  }

  /** Whether the functions are those that this driver installs. */
  public boolean isBridge() {
    return kind == Kind.BRIDGE;
  }

  /** Whether the server has the extension itself. */
  public boolean isExtension() {
    return kind == Kind.EXTENSION;
  }

  /**
   * What is not as somebody expects it.
   *
   * @param settings of the session that is to be told
   */
  public List<SQLWarning> warnings(Settings settings) {
    if (settings.sharesHandles() && isExtension() && leavesCalls(settings.backend())) {
      return List.of(
          warning(
              "The extension serves the calls in this database, and its handles belong to the"
                  + " session that launched: pgbackground.handleScope=pool shares none."));
    } else if (!isBridge()) {
      return List.of();
    } else if (!trusted) {
      return List.of(
          warning(
              "The functions of pg_background in this database belong to a role that is no superuser"
                  + " and may not become this session's user, so their calls are not served."));
    } else if (revision < Scripts.REVISION) {
      return List.of(
          warning(
              "An older version of this driver has installed pg_background in this database; run"
                  + " ALTER EXTENSION pg_background UPDATE."));
    } else if (revision > Scripts.REVISION) {
      return List.of(
          warning("A newer version of this driver has installed pg_background in this database."));
    }
    return List.of();
  }

  private static SQLWarning warning(String message) {
    return new SQLWarning(message, "01000");
  }

  /** Whether a session leaves all calls to the server. */
  public boolean leavesCalls(Backend backend) {
    return switch (backend) {
      case AUTO -> isExtension();
      case CLIENT -> false;
      case SERVER -> true;
    };
  }
}
