package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.rewrite.QualifiedText;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/** The way of one execution's statements onto the bridge. */
final class Entrance {
  /** A transaction that only reads; a role that may make nothing. */
  private static final Set<String> NOTHING_CAN_BE_MADE = Set.of("25006", "42501");

  private final BackgroundConnection connection;
  private final Execution execution;
  private final Script script;

  Entrance(BackgroundConnection connection, Execution execution, Script script) {
    this.connection = connection;
    this.execution = execution;
    this.script = script;
  }

  /** The statement's text, now that the server has what it needs. */
  QualifiedText enter(Part.Bridged part) throws SQLException {
    try {
      return new QualifiedText(script, part, connection.bridge().enter(execution));
    } catch (SQLException e) {
      throw connection.session().fail(e, execution);
    }
  }

  /** The same; null where it is not for the server, or where the server can be given nothing. */
  @Nullable QualifiedText enterForType(Part.Served part) throws SQLException {
    Part.Bridged typed = part.typed();
    if (typed == null) {
      return null;
    }
    try {
      return new QualifiedText(script, typed, connection.bridge().enter(execution));
    } catch (SQLException e) {
      if (NOTHING_CAN_BE_MADE.contains(String.valueOf(e.getSQLState()))
          && connection.getTransactionState() != TransactionState.FAILED) {
        return null;
      }
      throw connection.session().fail(e, execution);
    }
  }
}
