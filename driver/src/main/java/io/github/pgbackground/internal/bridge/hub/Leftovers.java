package io.github.pgbackground.internal.bridge.hub;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;

/** Answers that were never read, since their connection, or its JVM, has ended. */
final class Leftovers {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  /**
   * Nobody holds the locks on them. What else has such an OID does not have its number where an
   * answer's key has it.
   */
  private static final String REMOVE =
      """
      select case when pg_catalog.encode(pg_catalog.lo_get(o.oid, 29, 7), 'escape')
            operator(pg_catalog.=) pg_catalog.lpad(pg_catalog.to_hex(o.number), 7, '0')
          then pg_catalog.lo_unlink(o.oid) end,
        pg_catalog.pg_advisory_unlock(o.key, o.number)
      from (
        select m.oid, k.key,
          (m.oid::pg_catalog.int8 operator(pg_catalog.-) k.first)::pg_catalog.int4 as number
        from pg_catalog.pg_largeobject_metadata as m, (select ?, ?) as k(key, first)
        where m.oid operator(pg_catalog.>=) k.first::pg_catalog.oid
          and pg_catalog.pg_get_userbyid(m.lomowner) operator(pg_catalog.=) current_user
        offset 0) as o
      where pg_catalog.pg_try_advisory_lock(o.key, o.number)
      """;

  private Leftovers() {}

  /** Removes those of the connection's user. */
  static void remove(BaseConnection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
      statement.setInt(1, Locks.ANSWER);
      statement.setLong(2, AnswerObjects.FIRST);
      statement.execute();
    } catch (PSQLException e) {
      // Another connection that answers removes them.
      LOGGER.log(Level.FINE, "Answers left over were not removed", e);
      try (Statement statement = connection.createStatement()) {
        statement.execute("select pg_catalog.pg_advisory_unlock_all()");
      }
    }
  }
}
