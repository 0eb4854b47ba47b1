package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.ForwardingPreparedStatement;
import io.github.pgbackground.internal.jdbc.result.ServedResults;
import io.github.pgbackground.internal.jdbc.result.WarningChain;
import io.github.pgbackground.internal.jdbc.run.Entrance;
import io.github.pgbackground.internal.jdbc.run.Keys;
import io.github.pgbackground.internal.jdbc.run.ServedExecutions.Taking;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A {@link BackgroundStatement} whose text is known before it is executed. */
public class BackgroundPreparedStatement extends BackgroundStatement
    implements ForwardingPreparedStatement {
  private final PreparedStatement delegate;
  private final String sql;

  /** Whether a parameter may be the name of a setting that is set. */
  private final boolean namesSettings;

  BackgroundPreparedStatement(
      BackgroundConnection connection,
      PreparedStatement delegate,
      String sql,
      boolean namesSettings) {
    super(connection, delegate);
    this.delegate = delegate;
    this.sql = sql;
    this.namesSettings = namesSettings;
  }

  @Override
  public PreparedStatement delegate() {
    return delegate;
  }

  /** A text given only now: pgjdbc refuses it. */
  @Override
  final <T> T execute(String other, @Nullable Keys keys, Passing<T> passing, Taking<T> taking)
      throws SQLException {
    return passed(passing);
  }

  /** Every execution of the prepared text goes through here. */
  <T> T execute(Passing<T> passing, Taking<T> taking) throws SQLException {
    noticeParameters();
    enterPrepared();
    return passed(passing);
  }

  @Override
  public int[] executeBatch() throws SQLException {
    enterPrepared();
    return super.executeBatch();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    enterPrepared();
    return super.executeLargeBatch();
  }

  /** Sees to what the text executes, if that was prepared, with calls, after the text was read. */
  private void enterPrepared() throws SQLException {
    if (connection().bridge().prepared().isEmpty()) {
      return;
    }
    Script script = connection().recognise(sql, ParameterStyle.JDBC);
    if (script != null) {
      within(
          new WarningChain(),
          execution -> {
            for (Part part : script.parts()) {
              if (part instanceof Part.Bridged executing) {
                new Entrance(connection(), execution, script).enter(executing);
              }
            }
          });
    }
  }

  @Override
  public void addBatch() throws SQLException {
    noticeParameters();
    delegate.addBatch();
  }

  /** The delegate's text shows the values. */
  private void noticeParameters() {
    if (namesSettings) {
      connection().session().notice(delegate.toString());
    }
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return execute(() -> wrapped(delegate.executeQuery()), ServedResults::singleResultSet);
  }

  @Override
  public int executeUpdate() throws SQLException {
    return execute(delegate::executeUpdate, ServedResults::onlyUpdateCount);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return execute(delegate::executeLargeUpdate, ServedResults::onlyLargeUpdateCount);
  }

  @Override
  public boolean execute() throws SQLException {
    return execute(delegate::execute, ServedResults::hasResultSet);
  }

  @Override
  public boolean executeWithFlags(int flags) throws SQLException {
    return execute(() -> super.executeWithFlags(flags), ServedResults::hasResultSet);
  }
}
