package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.definition.Scripts;
import io.github.pgbackground.internal.rows.ServerError;
import org.postgresql.util.PSQLException;

/** The errors that PostgreSQL raises for statements about an extension, in its words. */
final class Refusals {
  private static final String SUBJECT = "extension \"pg_background\"";

  private Refusals() {}

  static PSQLException exists() {
    return ServerError.of("42710", SUBJECT + " already exists").toException();
  }

  static PSQLException missing() {
    return ServerError.of("42704", SUBJECT + " does not exist").toException();
  }

  static PSQLException readOnly(String tag) {
    return ServerError.of("25006", "cannot execute " + tag + " in a read-only transaction")
        .toException();
  }

  static PSQLException noSuchSchema(String schema) {
    return ServerError.of("3F000", "schema \"" + schema + "\" does not exist").toException();
  }

  static PSQLException noSchema() {
    return ServerError.of("3F000", "no schema has been selected to create in").toException();
  }

  static PSQLException mayNotCreate() {
    return ServerError.of("42501", "permission denied to create " + SUBJECT)
        .withHint("Must have CREATE privilege on current database to create this extension.")
        .toException();
  }

  static PSQLException mayNotCreateIn(String schema) {
    return ServerError.of("42501", "permission denied for schema " + schema).toException();
  }

  static PSQLException notOwner() {
    return ServerError.of("42501", "must be owner of extension pg_background").toException();
  }

  /**
   * The bridge belongs to somebody else.
   *
   * @param owner as SQL
   */
  static PSQLException notTrusted(String owner) {
    return ServerError.of("42501", SUBJECT + " belongs to role " + owner)
        .withHint(
            "What it owns must not be made by a user that it may not become. SET ROLE to it first, or"
                + " drop the extension and create it again.")
        .toException();
  }

  static PSQLException noScript(String version) {
    return ServerError.of(
            "22023",
            SUBJECT + " has no installation script nor update path for version \"" + version + "\"")
        .toException();
  }

  static PSQLException noUpdatePath(String version) {
    return ServerError.of(
            "22023",
            SUBJECT
                + " has no update path from version \""
                + Scripts.VERSION
                + "\" to version \""
                + version
                + "\"")
        .toException();
  }

  static PSQLException invalidVersion(String version, String rule) {
    return ServerError.of("22023", "invalid extension version name: \"" + version + "\"")
        .withDetail("Version names must not " + rule + ".")
        .toException();
  }

  /** What the bridge would need is somebody's already. */
  static PSQLException taken(String sqlState, String message) {
    return ServerError.of(sqlState, message)
        .withHint(
            "The extension makes this itself, and nothing that was there before is used in its"
                + " place. Find out who made it, and drop it or rename it.")
        .toException();
  }
}
