package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.jobtext.Reported;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;

/**
 * The messages a worker exchanges with its server, through pgjdbc's query executor: texts go out
 * exactly as they are, command tags and rows come back exactly as they were sent.
 */
final class Wire {
  /** One simple-protocol message, its own transaction unless one is open. */
  private static final int SIMPLE =
      QueryExecutor.QUERY_SUPPRESS_BEGIN
          | QueryExecutor.QUERY_EXECUTE_AS_SIMPLE
          | QueryExecutor.QUERY_ONESHOT
          | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS;

  private final QueryExecutor executor;
  private final Permission permission;
  private final Consumer<SQLWarning> notices;

  /** Asked before each message. */
  @FunctionalInterface
  interface Permission {
    /** Throws if nothing more is to be sent. */
    void check() throws SQLException;
  }

  /**
   * @param notices takes each notice when it arrives
   */
  Wire(QueryExecutor executor, Permission permission, Consumer<SQLWarning> notices) {
    this.executor = executor;
    this.permission = permission;
    this.notices = notices;
  }

  boolean standardConformingStrings() {
    return executor.getStandardConformingStrings();
  }

  /** Runs a text of any number of statements; keeps tags only, throws rows away as they come. */
  Answer run(String sql) throws SQLException {
    return whole(sql, SIMPLE | QueryExecutor.QUERY_NO_RESULTS);
  }

  /** Runs a text of any number of statements and keeps the rows of its last one. */
  Answer query(String sql) throws SQLException {
    return whole(sql, SIMPLE);
  }

  /**
   * Runs texts one after the other, each in a message of its own, all in one flush; a text that
   * fails does not keep the next ones from running.
   */
  void runAll(List<String> texts) throws SQLException {
    permission.check();
    List<NativeQuery> queries = new ArrayList<>(texts.size());
    for (String text : texts) {
      queries.add(new NativeQuery(text, SqlCommand.BLANK));
    }
    executor.execute(
        executor.wrap(queries),
        null,
        new ResultHandlerBase() {
          @Override
          public void handleWarning(SQLWarning warning) {
            notices.accept(warning);
          }
        },
        0,
        0,
        SIMPLE | QueryExecutor.QUERY_NO_RESULTS);
  }

  private Answer whole(String sql, int flags) throws SQLException {
    Answer answer = new Answer();
    try {
      simple(sql, answer, flags);
    } catch (PSQLException e) {
      // What changed is reported behind the last command tag, and so behind the commit.
      if (e.getServerErrorMessage() != null || !Reported.hasLost(executor)) {
        throw e;
      }
    }
    return answer;
  }

  private void simple(String sql, Answer answer, int flags) throws SQLException {
    Query query = executor.wrap(List.of(new NativeQuery(sql, SqlCommand.BLANK)));
    permission.check();
    executor.execute(query, null, answer, 0, 0, flags);
  }

  /** What came back for one text; {@code execute} throws what went wrong. */
  final class Answer extends ResultHandlerBase {
    private final List<String> tags = new ArrayList<>();
    private @Nullable List<Field> fields;
    private List<Tuple> tuples = List.of();
    private boolean rowsBeforeTag;

    List<String> tags() {
      return tags;
    }

    /** The last statement's columns, null if it returned no rows. */
    @Nullable List<Field> fields() {
      return fields;
    }

    /** Its rows, if they were kept. */
    List<Tuple> tuples() {
      return tuples;
    }

    @Override
    public void handleResultRows(
        Query from, Field[] columns, List<Tuple> rows, @Nullable ResultCursor more) {
      fields = List.of(columns);
      tuples = rows;
      rowsBeforeTag = true;
    }

    @Override
    public void handleCommandStatus(String tag, long updateCount, long insertOid) {
      if (!rowsBeforeTag) {
        fields = null;
        tuples = List.of();
      }
      rowsBeforeTag = false;
      if (!tag.equals("EMPTY")) {
        tags.add(tag);
      }
    }

    @Override
    public void handleWarning(SQLWarning warning) {
      notices.accept(warning);
    }
  }
}
