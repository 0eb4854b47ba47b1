package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.session.execution.Sender;
import java.sql.SQLException;

/**
 * What decides how a statement about the extension is answered, as the server sees it when it is
 * run.
 *
 * @param available whether the server's own extension could be installed
 * @param readOnly whether the transaction may not write
 * @param showsNotices whether the session wants to be told of notices
 * @param mayMakeSchemas whether the current user may in this database
 * @param mayMakeRoles whether the current user may
 */
record Circumstances(
    Presence presence,
    boolean available,
    boolean readOnly,
    boolean showsNotices,
    boolean mayMakeSchemas,
    boolean mayMakeRoles) {

  private static final String QUERY =
      """
      select exists (select from pg_catalog.pg_available_extensions() as a(name, version, comment)
          where a.name operator(pg_catalog.=) 'pg_background'),
        pg_catalog.current_setting('transaction_read_only')::pg_catalog.bool,
        pg_catalog.current_setting('client_min_messages') operator(pg_catalog.<>)
          all (array['warning', 'error']),
        pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
        exists (select from pg_catalog.pg_roles as r
          where r.rolname operator(pg_catalog.=) current_user
            and (r.rolcreaterole or r.rolsuper))
      """;

  static Circumstances ask(Presence presence, Sender sender) throws SQLException {
    return sender.ask(
        QUERY,
        row ->
            new Circumstances(
                presence,
                row.getBoolean(1),
                row.getBoolean(2),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getBoolean(5)));
  }

  /** Whether the server has to answer: it has the extension, or could, and this driver has not. */
  boolean areTheServers() {
    return presence.isExtension() || (available && !presence.isBridge());
  }
}
