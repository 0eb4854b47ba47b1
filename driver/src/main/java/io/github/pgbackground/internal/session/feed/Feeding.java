package io.github.pgbackground.internal.session.feed;

import io.github.pgbackground.internal.job.Job.Awaited;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.session.rewrite.Rewriting;
import io.github.pgbackground.internal.session.serve.Calls;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.RowSource;
import io.github.pgbackground.internal.sql.Script;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;

/**
 * The route feed: one statement that the server runs over rows of ours.
 *
 * <p>First the server explains the statement with stand-ins for the calls, so that what it has to
 * say against it comes before anything is launched or read. Then the calls run, inner ones first,
 * from left to right, and their rows are bound in their places.
 */
public final class Feeding {
  /** No such column, no such table. */
  private static final Set<String> OUT_OF_REACH = Set.of("42703", "42P01");

  /** The savepoint before what may turn out not to be this route's. */
  private static final String GUARD = "pgbackground_feed";

  private final Session session;
  private final BaseConnection connection;
  private final Execution execution;
  private final Script script;
  private final Part.Fed part;
  private final SessionWire wire;

  public Feeding(Session session, Execution execution, Script script, Part.Fed part) {
    this.session = session;
    this.connection = session.connection();
    this.execution = execution;
    this.script = script;
    this.part = part;
    this.wire = new SessionWire(connection, execution);
  }

  /** A statement that has the part's columns and parameters; not to be run. */
  public static String shape(Script script, Part.Fed part) {
    return StandIn.of(script, part, "").text();
  }

  /**
   * Reads the rows; what is left to do is the server's.
   *
   * @return null, and nothing has been launched or read, where only the server can run the calls
   */
  public @Nullable FedStatement run(Bindings bindings) throws SQLException {
    try {
      wire.enter();
      Explanation explanation = Explanation.of(session, execution, script, part, bindings);
      if (!evaluatesLaunches(explanation.plan(), bindings)
          || !takesAllColumns(explanation.columns())) {
        return null;
      }
      checkWrites(explanation.plan());
      Calls calls = calls(bindings);
      if (calls == null) {
        return null;
      }
      Room room = new Room(Room.OF_A_MESSAGE);
      List<FedRows> rows = new ArrayList<>();
      for (int i = 0; i < part.sources().size(); i++) {
        rows.add(read(part.sources().get(i), explanation.columns().get(i), calls, room));
      }
      return new FedStatement(statement(rows), bindings);
    } catch (SQLException e) {
      throw session.fail(e, execution);
    }
  }

  /**
   * Nothing is launched unless the server would evaluate it for certain, and with values that are
   * there both for its plan and for its run.
   */
  private boolean evaluatesLaunches(Plan plan, Bindings bindings) {
    for (int i = 0; i < part.sources().size(); i++) {
      RowSource source = part.sources().get(i);
      if (source.launches() && (!plan.evaluates(i) || bindings.repeatable() != bindings)) {
        return false;
      }
    }
    return true;
  }

  /** Nothing is launched that the server refuses, and does not when it only explains. */
  private void checkWrites(Plan plan) throws SQLException {
    if (!part.launches() || !part.writes() || !isReadOnly()) {
      return;
    }
    boolean inserts = plan.inserts();
    if (!inserts || !plan.insertsIntoTemporary()) {
      throw ServerError.of(
              "25006",
              "cannot execute "
                  + (inserts ? "INSERT" : "CREATE TABLE AS")
                  + " in a read-only transaction")
          .toException();
    }
  }

  private boolean isReadOnly() throws SQLException {
    Tuple answer = wire.query("show transaction_read_only").tuples().get(0);
    return Objects.requireNonNull(answer.get(0)).length == "on".length();
  }

  /** Whether there is a way to give each source its columns in the place where it stands. */
  private boolean takesAllColumns(List<List<Field>> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (isFunction(part.sources().get(i)) && !FedRows.fitsFunction(columns.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isFunction(RowSource source) {
    return source.inRowsFrom() || part.locksRows() || !source.hasDefinitions();
  }

  /**
   * Evaluates the arguments, on their own; null if one of them reads what is of another part of the
   * statement, which is no error yet.
   */
  private @Nullable Calls calls(Bindings bindings) throws SQLException {
    boolean guarded = readsMore() && connection.getTransactionState() == TransactionState.OPEN;
    if (guarded) {
      wire.query("savepoint " + GUARD);
    }
    try {
      List<Call> list = part.sources().stream().map(RowSource::call).toList();
      Calls calls = Calls.of(list, script, bindings, session, execution);
      if (guarded) {
        wire.query("release savepoint " + GUARD);
      }
      return calls;
    } catch (PSQLException e) {
      if (!OUT_OF_REACH.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      } else if (guarded) {
        wire.query("rollback to savepoint " + GUARD);
        wire.query("release savepoint " + GUARD);
      }
      return null;
    }
  }

  /** Whether the server evaluates an argument, which may then read what is not its own. */
  private boolean readsMore() {
    return part.sources().stream().anyMatch(source -> readsMore(source.call()));
  }

  private static boolean readsMore(Call call) {
    return call.arguments().stream()
        .anyMatch(
            argument ->
                argument instanceof Argument.Expression
                    || (argument instanceof Argument.Nested nested && readsMore(nested.call())));
  }

  private FedRows read(RowSource source, List<Field> fields, Calls calls, Room room)
      throws SQLException {
    FedRows fed = new FedRows(source, fields, isFunction(source));
    RowStream rows = calls.rows(source.call(), fields, Awaited.NEXT_ROWS);
    try {
      for (List<Tuple> batch = rows.next(execution);
          !batch.isEmpty();
          batch = rows.next(execution)) {
        fed.add(batch, room);
      }
    } finally {
      rows.close();
    }
    return fed;
  }

  private Rewriting statement(List<FedRows> rows) {
    Rewriting statement = new Rewriting(script, part, part.marks());
    int from = part.start();
    for (int i = 0; i < rows.size(); i++) {
      RowSource source = part.sources().get(i);
      statement.copy(from, source.call().start());
      rows.get(i).write(statement, connection);
      from = source.end();
    }
    return statement.copy(from, part.end());
  }
}
