package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.ForwardingQueryExecutor;
import io.github.pgbackground.internal.jdbc.run.Entrance;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.rewrite.QualifiedText;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOperation;
import org.postgresql.core.QueryExecutor;
import org.postgresql.util.PSQLException;

/**
 * What pgjdbc's {@code CopyManager} sends its statements by, so that {@code COPY (query) TO STDOUT}
 * may have calls in its query: the server makes them, over the bridge.
 */
final class BackgroundQueryExecutor implements ForwardingQueryExecutor {
  private final BackgroundConnection connection;
  private final QueryExecutor delegate;

  BackgroundQueryExecutor(BackgroundConnection connection, QueryExecutor delegate) {
    this.connection = connection;
    this.delegate = delegate;
  }

  @Override
  public QueryExecutor delegate() {
    return delegate;
  }

  @Override
  public CopyOperation startCopy(String sql, boolean suppressBegin) throws SQLException {
    Script script = connection.recognise(sql, ParameterStyle.NONE);
    Part.Calling calling = script == null ? null : calling(script);
    if (script == null || calling == null) {
      connection.touched();
      return delegate.startCopy(sql, suppressBegin);
    }
    Session session = connection.session();
    Execution execution = session.begin(0, warning -> {});
    try {
      QualifiedText text = new Entrance(connection, execution, script).enter(calling.bridged());
      connection.statementBegins();
      try {
        return delegate.startCopy(text.toExecute(), suppressBegin);
      } catch (PSQLException e) {
        throw text.translated(session.installation().hinted(e));
      }
    } finally {
      session.end(execution);
    }
  }

  /** The only statement of a text, if it has calls. */
  private static Part.@Nullable Calling calling(Script script) {
    return script.parts().size() == 1 && script.parts().get(0) instanceof Part.Calling calling
        ? calling
        : null;
  }
}
