package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.RecordedParameters;
import io.github.pgbackground.internal.jdbc.result.WarningChain;
import io.github.pgbackground.internal.jdbc.run.Entrance;
import io.github.pgbackground.internal.jdbc.run.ImplicitTransaction;
import io.github.pgbackground.internal.jdbc.run.Keys;
import io.github.pgbackground.internal.jdbc.run.ServedBatch;
import io.github.pgbackground.internal.jdbc.run.ServedExecutions.Taking;
import io.github.pgbackground.internal.session.argument.BoundParameters;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.feed.Feeding;
import io.github.pgbackground.internal.session.rewrite.QualifiedText;
import io.github.pgbackground.internal.session.serve.Serving;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PSQLException;

/**
 * A prepared text with calls. The delegate, prepared from the same text and never executed, checks
 * indexes and values and shows the text; the values are kept, to be bound where they are needed.
 */
public class ServedPreparedStatement extends BackgroundPreparedStatement
    implements RecordedParameters {
  private final PreparedStatement delegate;
  private final Script script;
  private final @Nullable Keys keys;
  private final BoundParameters parameters;
  private final List<BoundParameters> batch = new ArrayList<>();

  /**
   * @param keys null if no generated keys are asked for
   */
  ServedPreparedStatement(
      BackgroundConnection connection,
      PreparedStatement delegate,
      Script script,
      @Nullable Keys keys) {
    super(connection, delegate, script.sql(), false);
    this.delegate = delegate;
    this.script = script;
    this.keys = keys;
    this.parameters = new BoundParameters(script.parameterCount());
  }

  final Script script() {
    return script;
  }

  // Parameters

  @Override
  public final void record(int parameterIndex, Binder binder, @Nullable Object plain)
      throws SQLException {
    binder.bind(delegate, parameterIndex);
    parameters.set(parameterIndex, binder, plain);
  }

  @Override
  public final void recordOnce(int parameterIndex, Binder binder) throws SQLException {
    // The delegate checks the index.
    delegate.setNull(parameterIndex, Types.NULL);
    parameters.setOnce(parameterIndex, binder);
  }

  /** The parameter gets its value from the call, and is registered where it is to be bound. */
  final void setOut(int parameterIndex) {
    parameters.set(parameterIndex, (target, index) -> {}, null);
  }

  @Override
  public void clearParameters() throws SQLException {
    delegate.clearParameters();
    parameters.clear();
  }

  // Executions

  @Override
  <T> T execute(Passing<T> passing, Taking<T> taking) throws SQLException {
    return served(parameters, taking);
  }

  /** Runs the text with the given values. */
  <T> T served(BoundParameters values, Taking<T> taking) throws SQLException {
    values.checkAllSet();
    return served(script, values, keys, taking);
  }

  @Override
  public void addBatch() throws SQLException {
    checkOpen();
    if (script.parts().size() > 1) {
      throw ServedBatch.severalStatements();
    }
    parameters.checkAllSet();
    batch.add(parameters.copy());
  }

  @Override
  public void clearBatch() throws SQLException {
    delegate.clearBatch();
    batch.clear();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    List<BoundParameters> entries = List.copyOf(batch);
    batch.clear();
    return servedBatch(warnings -> run(entries, warnings));
  }

  /** In one transaction, as pgjdbc sends a batch; what is only served has none. */
  private long[] run(List<BoundParameters> entries, WarningChain warnings) throws SQLException {
    long[] counts = new long[entries.size()];
    if (!(script.parts().get(0) instanceof Part.Served)
        && ImplicitTransaction.isMissing(connection())) {
      within(
          warnings,
          execution ->
              ImplicitTransaction.around(
                  connection(), execution, () -> run(entries, counts, warnings)));
    } else {
      run(entries, counts, warnings);
    }
    return counts;
  }

  private void run(List<BoundParameters> entries, long[] counts, WarningChain warnings)
      throws SQLException {
    for (int i = 0; i < counts.length; i++) {
      try {
        counts[i] = served(script, entries.get(i), warnings, ServedBatch::count);
      } catch (SQLException e) {
        throw ServedBatch.failure(i, script.sql(), counts.length, e);
      }
    }
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return Arrays.stream(executeLargeBatch()).mapToInt(Math::toIntExact).toArray();
  }

  // Metadata

  /** Of the current result, or else of the first one there will be; nothing is launched. */
  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    ResultSet current = getResultSet();
    if (current != null && !current.isClosed()) {
      return current.getMetaData();
    }
    Part first = script.parts().get(0);
    Execution execution = connection().session().begin(0, warning -> {});
    try {
      if (first instanceof Part.Served served) {
        return describe(served, execution);
      } else if (!(first instanceof Part.Passed) && describesByRunning()) {
        return null;
      }
      Entrance entrance = new Entrance(connection(), execution, script);
      return ofServer(List.of(first), entrance, PreparedStatement::getMetaData);
    } finally {
      connection().session().end(execution);
    }
  }

  /** What pgjdbc asks the server about a statement that is not run. */
  @FunctionalInterface
  private interface Question<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T ofServer(List<Part> parts, Entrance entrance, Question<T> question)
      throws SQLException {
    if (parts.size() == 1 && parts.get(0) instanceof Part.Bridged bridged) {
      QualifiedText text = entrance.enter(bridged);
      try {
        return ofServer(text.toPrepare(), question);
      } catch (PSQLException e) {
        throw text.translated(e);
      }
    }
    List<String> texts = new ArrayList<>();
    for (Part part : parts) {
      texts.add(textToDescribe(part, entrance));
    }
    return ofServer(String.join(";", texts), question);
  }

  private <T> T ofServer(String sql, Question<T> question) throws SQLException {
    try (PreparedStatement statement = sibling(sql)) {
      return question.of(statement);
    }
  }

  /** What has the part's columns, if it is the server that gives them, and its parameters. */
  private String textToDescribe(Part part, Entrance entrance) throws SQLException {
    if (part instanceof Part.Bridged bridged) {
      return entrance.enter(bridged).toPrepare();
    } else if (part instanceof Part.Fed fed) {
      return Feeding.shape(script, fed);
    } else if (part instanceof Part.Served served) {
      return Serving.argumentText(script, served);
    } else if (part instanceof Part.Respelled respelled) {
      return entrance.text(respelled);
    }
    return script.text(part);
  }

  /** The simple protocol has no other way. */
  private boolean describesByRunning() {
    return connection().delegate().getPreferQueryMode() == PreferQueryMode.SIMPLE;
  }

  private ResultSetMetaData describe(Part.Served part, Execution execution) throws SQLException {
    try (BaseStatement statement = (BaseStatement) siblings().create();
        ResultSet rows =
            statement.createDriverResultSet(
                new Serving(connection().session(), execution, script, part)
                    .describe()
                    .toArray(new Field[0]),
                List.of())) {
      return rows.getMetaData();
    }
  }

  /** The types that the server finds for the parameters. */
  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    Execution execution = connection().session().begin(0, warning -> {});
    try {
      Entrance entrance = new Entrance(connection(), execution, script);
      return ofServer(script.parts(), entrance, PreparedStatement::getParameterMetaData);
    } finally {
      connection().session().end(execution);
    }
  }
}
