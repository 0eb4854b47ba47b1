package io.github.pgbackground.internal.bridge.hub;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Utils;

/**
 * The answers of a connection, which are large objects on its server. For one thread at a time.
 *
 * @param pid the connection's process
 */
record AnswerObjects(BaseConnection connection, int pid) {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  /** The OIDs of answers begin here, where a server is with its own after four billion objects. */
  static final long FIRST = 0xf000_0000L;

  /** An answer that is lost with its server is one that nobody waits for any more. */
  private static final String NEED_NOT_LAST =
      "pg_catalog.set_config('synchronous_commit', 'off', true)";

  /** Has three numbers. */
  private static final String REMOVE = ", pg_catalog.lo_unlink(?), " + Locks.RELEASE;

  /**
   * Writes an answer and lets the process that waits for it go on: a turn ends, and the next one
   * begins.
   *
   * @param previous the answer before, which is removed; 0 for none
   * @param reader who has to be let in to read it, null for one who may anyway
   * @return whether the next turn has begun
   */
  boolean write(
      int process, int turn, long object, long previous, byte[] answer, @Nullable String reader)
      throws SQLException {
    String write =
        "begin; select "
            + NEED_NOT_LAST
            + ", "
            + Locks.take(pid)
            + ", pg_catalog.lo_from_bytea(?, ?)"
            + (previous == 0 ? "" : REMOVE)
            + (reader == null ? "" : letIn(reader, object))
            + "; commit; ";
    try (PreparedStatement statement = connection.prepareStatement(write + wake())) {
      Locks.set(statement, 1, Locks.ANSWER, number(object));
      statement.setLong(3, object);
      statement.setBytes(4, answer);
      int next = previous == 0 ? 5 : setRemoved(statement, 5, previous);
      Locks.set(statement, next, Locks.turn(turn + 1), process, Locks.turn(turn), process);
      return lastOf(statement, statement.execute());
    } catch (SQLException e) {
      LOGGER.log(Level.WARNING, "An answer was not written", e);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "rollback; select " + Locks.release(Locks.ANSWER, number(object)) + "; " + wake())) {
        Locks.set(statement, 1, Locks.turn(turn + 1), process, Locks.turn(turn), process);
        return lastOf(statement, statement.execute());
      }
    }
  }

  private static boolean lastOf(Statement statement, boolean isResult) throws SQLException {
    boolean value = false;
    boolean isRows = isResult;
    while (isRows || statement.getUpdateCount() >= 0) {
      if (isRows) {
        try (ResultSet row = statement.getResultSet()) {
          // Where pgjdbc is made to transfer all values in binary, a COMMIT gives no rows, not no
          // result.
          value = row.next() && row.getBoolean(1);
        }
      }
      isRows = statement.getMoreResults();
    }
    return value;
  }

  private static String letIn(String reader, long object) throws SQLException {
    StringBuilder grant =
        new StringBuilder("; grant select, update on large object ").append(object).append(" to ");
    Utils.escapeIdentifier(grant, reader);
    return grant.toString();
  }

  /** Removes an answer. */
  void remove(long object) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select " + NEED_NOT_LAST + REMOVE)) {
      setRemoved(statement, 1, object);
      statement.execute();
    }
  }

  private static int setRemoved(PreparedStatement statement, int first, long object)
      throws SQLException {
    statement.setLong(first, object);
    Locks.set(statement, first + 1, Locks.ANSWER, number(object));
    return first + 3;
  }

  /** Has the process of a turn go on, whether or not the next turn's lock can be had. */
  private String wake() {
    return "select " + Locks.take(pid) + ", " + Locks.RELEASE;
  }

  private static int number(long object) {
    return (int) (object - FIRST);
  }
}
