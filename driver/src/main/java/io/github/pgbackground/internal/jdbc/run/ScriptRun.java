package io.github.pgbackground.internal.jdbc.run;

import io.github.pgbackground.internal.extension.Admission;
import io.github.pgbackground.internal.extension.ExtensionRun;
import io.github.pgbackground.internal.jdbc.result.AllRows;
import io.github.pgbackground.internal.jdbc.result.ServedResults;
import io.github.pgbackground.internal.jdbc.result.Window;
import io.github.pgbackground.internal.job.Job.Awaited;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.configure.Configuration;
import io.github.pgbackground.internal.session.configure.SettingValues;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import io.github.pgbackground.internal.session.feed.FedStatement;
import io.github.pgbackground.internal.session.feed.Feeding;
import io.github.pgbackground.internal.session.rewrite.QualifiedText;
import io.github.pgbackground.internal.session.serve.Serving;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Script;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.util.PSQLException;

/**
 * One execution of a text with calls: its parts in order, as the one implicit transaction that
 * pgjdbc makes of several statements in one string.
 */
final class ScriptRun {
  private final CallingStatement owner;
  private final CallingConnection connection;
  private final BaseConnection delegate;
  private final Script script;
  private final Bindings bindings;
  private final @Nullable Keys keys;
  private final Execution execution;
  private final ServedResults results;
  private final Entrance entrance;
  private final Precautions precautions;

  /**
   * @param keys null if no generated keys are asked for
   */
  ScriptRun(
      CallingStatement owner,
      Script script,
      Bindings bindings,
      @Nullable Keys keys,
      Execution execution,
      ServedResults results) {
    this.owner = owner;
    this.connection = owner.connection();
    this.delegate = connection.delegate();
    this.script = script;
    this.bindings = bindings;
    this.keys = keys;
    this.execution = execution;
    this.results = results;
    this.entrance = new Entrance(connection, execution, script);
    this.precautions = new Precautions(script, bindings, delegate);
  }

  void run() throws SQLException {
    try {
      runAll();
    } finally {
      connection.session().installation().settleIfIdle();
    }
  }

  /** Several statements commit together, unless a transaction is open or begun by pgjdbc anyway. */
  private void runAll() throws SQLException {
    if (precautions.needTransaction() && ImplicitTransaction.isMissing(connection)) {
      ImplicitTransaction.around(connection, execution, this::runParts);
    } else {
      runParts();
    }
  }

  private void runParts() throws SQLException {
    for (Part part : script.parts()) {
      if (part instanceof Part.Passed) {
        pass(script.text(part), part.parameters(), bindings);
      } else if (part instanceof Part.Configuring configuring) {
        configure(configuring);
      } else if (part instanceof Part.Served served) {
        serve(served);
      } else if (part instanceof Part.Fed fed) {
        feed(fed);
      } else if (part instanceof Part.Bridged bridged) {
        bridge(bridged);
      } else if (part instanceof Part.Extension extension) {
        extend(extension);
      } else if (part instanceof Part.Granting) {
        pass(script.text(part), part.parameters(), bindings);
        Admission.afterGrant(connection.session(), execution);
      } else if (part instanceof Part.Respelled respelled) {
        pass(entrance.text(respelled), part.parameters(), bindings);
      }
    }
  }

  private void pass(String sql, Parameters parameters, Bindings values) throws SQLException {
    connection.statementBegins();
    try {
      send(sql, parameters, values);
    } catch (PSQLException e) {
      throw connection.session().installation().hinted(e);
    }
  }

  private void send(String sql, Parameters parameters, Bindings values) throws SQLException {
    if (parameters.count() == 0) {
      collect(executePlain(sql));
      return;
    }
    PreparedStatement statement = results.keep(owner.siblings().prepare(sql));
    for (int i = 0; i < parameters.count(); i++) {
      values.bind(parameters.first() + i, statement, i + 1);
    }
    connection.session().notice(statement.toString());
    execution.onServer(statement, statement::execute);
    collect(statement);
  }

  private void configure(Part.Configuring part) throws SQLException {
    Configuration ready = Configuration.of(script, part, bindings, connection.session(), execution);
    pass(ready.sql(), ready.parameters(), ready.bindings());
    if (precautions.maySet(part)) {
      Configuration.checkSince(ready.before(), connection.session(), execution);
    }
  }

  private void extend(Part.Extension part) throws SQLException {
    if (new ExtensionRun(connection.session(), execution).run(part.command())) {
      results.add(0);
    } else {
      pass(script.text(part), part.parameters(), bindings);
    }
  }

  private void feed(Part.Fed part) throws SQLException {
    FedStatement fed =
        connection.session().grants().finds(script, part, execution)
            ? new Feeding(connection.session(), execution, script, part).run(bindings)
            : null;
    if (fed == null) {
      bridge(part.bridged());
      return;
    }
    connection.statementBegins();
    try {
      PreparedStatement statement = results.keep(prepare(fed.text()));
      fed.bind(statement);
      execution.onServer(statement, statement::execute);
      // The rows may be many.
      statement.clearParameters();
      collect(statement);
    } catch (PSQLException e) {
      throw fed.translated(e);
    }
  }

  private void bridge(Part.Bridged part) throws SQLException {
    SettingValues before =
        part.readsSettings() ? Configuration.show(connection.session(), execution) : null;
    bridge(entrance.enter(part), part);
    if (precautions.mayKeep(part)) {
      entrance.checkKept();
    }
    if (before != null && precautions.maySet(part)) {
      Configuration.checkSince(before, connection.session(), execution);
    }
  }

  private void bridge(QualifiedText text, Part part) throws SQLException {
    connection.statementBegins();
    try {
      collect(isPrepared() ? executePrepared(text, part) : executePlain(text.toExecute()));
    } catch (PSQLException e) {
      throw text.translated(connection.session().installation().hinted(e));
    }
  }

  /** Whether pgjdbc is to read the text as it reads that of a prepared statement. */
  private boolean isPrepared() {
    return bindings != Bindings.NONE || keys != null;
  }

  private Statement executePlain(String sql) throws SQLException {
    Statement statement = results.keep(owner.siblings().create());
    execution.onServer(statement, () -> statement.execute(sql));
    return statement;
  }

  private Statement executePrepared(QualifiedText text, Part part) throws SQLException {
    PreparedStatement statement = results.keep(prepare(text.toPrepare()));
    bind(statement, part.parameters(), bindings);
    execution.onServer(statement, statement::execute);
    return statement;
  }

  private void bind(PreparedStatement statement, Parameters parameters, Bindings values)
      throws SQLException {
    for (int i = 0; i < parameters.count(); i++) {
      values.bind(parameters.first() + i, statement, i + 1);
    }
    if (connection.session().notice(script.sql())) {
      connection.session().notice(statement.toString());
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    if (keys == null) {
      return owner.sibling(sql);
    }
    PreparedStatement statement = owner.siblings().alike(keys.prepare(delegate, sql));
    results.giveKeysOf(statement);
    return statement;
  }

  private void collect(Statement statement) throws SQLException {
    boolean hasRows = statement.getResultSet() != null;
    while (hasRows || statement.getLargeUpdateCount() != -1) {
      if (hasRows) {
        results.add(owner.shown(results, statement.getResultSet(), null));
      } else {
        results.add(statement.getLargeUpdateCount());
      }
      hasRows = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
    }
  }

  private void serve(Part.Served part) throws SQLException {
    if (!(part.query() instanceof Query.CallEscape)
        && !connection.session().grants().finds(script, part, execution)) {
      bridge(part.bridged());
      return;
    }
    int maxRows = owner.delegate().getMaxRows();
    Awaited awaited =
        isReadInPieces() ? Awaited.NEXT_ROWS : maxRows > 0 ? Awaited.END : Awaited.ALL_ROWS;
    RowStream rows =
        new Serving(connection.session(), execution, script, part).run(bindings, awaited);
    BaseStatement statement = (BaseStatement) results.keep(owner.siblings().create());
    Field[] fields = rows.fields().toArray(new Field[0]);
    if (awaited == Awaited.NEXT_ROWS) {
      Window window = new Window(rows, maxRows);
      window.fill(execution);
      results.add(owner.shown(results, statement.createDriverResultSet(fields, window), window));
    } else {
      results.add(
          owner.shown(
              results,
              statement.createDriverResultSet(fields, AllRows.of(rows, maxRows, execution)),
              null));
    }
  }

  /**
   * Whether rows are given on before all are there: when pgjdbc would fetch them piece by piece, in
   * and outside a transaction. But what is done after the reading, the commit included, has to know
   * whether it went well.
   */
  private boolean isReadInPieces() throws SQLException {
    return script.parts().size() == 1
        && owner.delegate().getFetchSize() > 0
        && owner.delegate().getResultSetType() == ResultSet.TYPE_FORWARD_ONLY;
  }
}
