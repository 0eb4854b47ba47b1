package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.OutParameters;
import io.github.pgbackground.internal.jdbc.run.ServedExecutions.Taking;
import io.github.pgbackground.internal.session.argument.BoundParameters;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Script;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call escape with a call. Its out parameter is what pgjdbc makes of the value, which is sent
 * through the server once for that: so registered types, getters and errors are pgjdbc's.
 */
public final class ServedCallableStatement extends ServedPreparedStatement
    implements OutParameters {

  /** One registerOutParameter, less the statement. */
  @FunctionalInterface
  private interface Registration {
    void apply(CallableStatement target) throws SQLException;
  }

  private final CallableStatement delegate;
  private final List<Registration> registrations = new ArrayList<>();
  private @Nullable CallableStatement outs;

  ServedCallableStatement(
      BackgroundConnection connection, CallableStatement delegate, Script script) {
    super(connection, delegate, script, null);
    this.delegate = delegate;
  }

  @Override
  public CallableStatement delegate() {
    return delegate;
  }

  /** The call, if the text is an escape. */
  private Query.@Nullable CallEscape escape() {
    Part only = script().parts().get(0);
    return only instanceof Part.Served served && served.query() instanceof Query.CallEscape escape
        ? escape
        : null;
  }

  /** Whether the text is an escape that the server runs. */
  private boolean isBridged() {
    Part only = script().parts().get(0);
    return only instanceof Part.Bridged && script().sql().charAt(only.start()) == '{';
  }

  @Override
  public PreparedStatement sibling(String sql) throws SQLException {
    if (!isBridged()) {
      return super.sibling(sql);
    }
    CallableStatement statement = siblings().call(sql);
    for (Registration registration : registrations) {
      registration.apply(statement);
    }
    outs = statement;
    return statement;
  }

  // Out parameters

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
    register(parameterIndex, target -> target.registerOutParameter(parameterIndex, sqlType));
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
    register(parameterIndex, target -> target.registerOutParameter(parameterIndex, sqlType, scale));
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, String typeName)
      throws SQLException {
    register(
        parameterIndex, target -> target.registerOutParameter(parameterIndex, sqlType, typeName));
  }

  private void register(int parameterIndex, Registration registration) throws SQLException {
    registration.apply(delegate);
    registrations.add(registration);
    setOut(parameterIndex);
  }

  @Override
  public CallableStatement outs() {
    return outs != null ? outs : delegate;
  }

  // Executions

  @Override
  <T> T served(BoundParameters values, Taking<T> taking) throws SQLException {
    closeOuts();
    Query.CallEscape escape = escape();
    if (escape == null || !escape.returning() || registrations.isEmpty()) {
      return super.served(values, taking);
    }
    return super.served(
        values,
        results -> {
          ResultSet rows = results.singleResultSet();
          rows.next();
          returned(escape, rows.getString(1));
          results.discard();
          return taking.take(results);
        });
  }

  private void returned(Query.CallEscape escape, @Nullable String value) throws SQLException {
    String echo = echo(escape.call().function().result(), value);
    CallableStatement statement = connection().delegate().prepareCall("{? = call " + echo + "}");
    outs = statement;
    for (Registration registration : registrations) {
      registration.apply(statement);
    }
    statement.execute();
  }

  /** A catalog function's call that gives the value; for a row, one of more than one column. */
  private static String echo(Result result, @Nullable String value) {
    return switch (result) {
      case INT4 -> "pg_catalog.int4up(" + value + ")";
      case BOOL -> "pg_catalog.booleq(true, " + (value == null ? null : value.equals("t")) + ")";
      case VOID, RECORDS -> "pg_catalog.pg_sleep(" + (value == null ? null : 0) + ")";
      case HANDLE, STATS, PROGRESS -> "pg_catalog.json_each_text('{\"\":\"\"}')";
    };
  }

  private void closeOuts() throws SQLException {
    if (outs != null) {
      outs.close();
      outs = null;
    }
  }

  private boolean isEscape() {
    return escape() != null || isBridged();
  }

  /** An escape counts nothing, whether its result goes into an out parameter or not. */
  @Override
  public int executeUpdate() throws SQLException {
    return isEscape() ? execute(() -> 0, results -> 0) : super.executeUpdate();
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return isEscape() ? execute(() -> 0L, results -> 0L) : super.executeLargeUpdate();
  }

  @Override
  public void close() throws SQLException {
    super.close();
    closeOuts();
  }
}
