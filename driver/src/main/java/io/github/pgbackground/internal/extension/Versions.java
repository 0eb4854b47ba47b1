package io.github.pgbackground.internal.extension;

import java.sql.SQLException;

/** PostgreSQL's rules for the name of an extension's version. */
final class Versions {
  private Versions() {}

  /** Fails for what cannot be a version's name. */
  static void check(String version) throws SQLException {
    if (version.isEmpty()) {
      throw Refusals.invalidVersion(version, "be empty");
    } else if (version.contains("--")) {
      throw Refusals.invalidVersion(version, "contain \"--\"");
    } else if (version.startsWith("-") || version.endsWith("-")) {
      throw Refusals.invalidVersion(version, "begin or end with \"-\"");
    } else if (version.contains("/")) {
      throw Refusals.invalidVersion(version, "contain directory separator characters");
    }
  }
}
