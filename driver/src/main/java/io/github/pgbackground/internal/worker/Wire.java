package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.spool.Batches;
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
import org.postgresql.core.ResultHandler;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.TransactionState;
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

  /** As part of what it begins: pgjdbc's own is a message that the server answers by itself. */
  private static final NativeQuery BEGIN = new NativeQuery("BEGIN", null, false, SqlCommand.BLANK);

  private static final Batches BATCHES = new Batches();

  private final QueryExecutor executor;
  private final Permission permission;
  private final Consumer<SQLWarning> notices;

  /** Asked before each message. */
  @FunctionalInterface
  interface Permission {
    /** Throws if nothing more is to be sent. */
    void check() throws SQLException;
  }

  /** Takes rows while there are more to come. */
  @FunctionalInterface
  interface Reader {
    void take(List<Field> fields, List<Tuple> batch);
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

  /** Why pgjdbc has given the connection up, null if it has not or if it is lost. */
  @Nullable ServerError givenUpFor() {
    return Reported.lostTo(executor);
  }

  boolean inTransaction() {
    return executor.getTransactionState() != TransactionState.IDLE;
  }

  /** Ends an open transaction, with or without permission. */
  void rollBack() throws SQLException {
    if (executor.getTransactionState() == TransactionState.OPEN) {
      send(List.of("ROLLBACK"), tag -> {});
    }
  }

  /** Runs a text of any number of statements; keeps tags only, throws rows away as they come. */
  Answer run(String sql) throws SQLException {
    return whole(sql, SIMPLE | QueryExecutor.QUERY_NO_RESULTS);
  }

  /** Runs a text of any number of statements and keeps the rows of its last one. */
  Answer query(String sql) throws SQLException {
    return whole(sql, SIMPLE);
  }

  /** Like {@link #run}, in a transaction block that it opens in the same flush. */
  Answer begin(String sql) throws SQLException {
    Answer answer = new Answer();
    simple(
        sql,
        answer,
        (SIMPLE & ~QueryExecutor.QUERY_SUPPRESS_BEGIN) | QueryExecutor.QUERY_NO_RESULTS);
    return answer;
  }

  /**
   * Runs texts one after the other, each in a message of its own, all in one flush; a text that
   * fails does not keep the next ones from running.
   *
   * @param tags takes each command tag when it arrives
   */
  void runAll(List<String> texts, Consumer<String> tags) throws SQLException {
    permission.check();
    send(texts, tags);
  }

  private void send(List<String> texts, Consumer<String> tags) throws SQLException {
    List<NativeQuery> queries = new ArrayList<>(texts.size());
    for (String text : texts) {
      queries.add(new NativeQuery(text, SqlCommand.BLANK));
    }
    executor.execute(
        executor.wrap(queries),
        null,
        new ResultHandlerBase() {
          @Override
          public void handleCommandStatus(String tag, long updateCount, long insertOid) {
            tags.accept(tag);
          }

          @Override
          public void handleWarning(SQLWarning warning) {
            notices.accept(warning);
          }
        },
        0,
        0,
        SIMPLE | QueryExecutor.QUERY_NO_RESULTS);
  }

  /**
   * Runs one statement through a portal until its last row is here, in a transaction block that it
   * opens in the same flush unless one is open.
   *
   * @param reader takes each batch of rows but the last, which is the answer's
   */
  Answer fetch(String statement, Reader reader) throws SQLException {
    NativeQuery last = new NativeQuery(statement, null, false, SqlCommand.BLANK);
    boolean begins = !inTransaction();
    Answer answer = new Answer();
    permission.check();
    executor.execute(
        executor.wrap(begins ? List.of(BEGIN, last) : List.of(last)),
        null,
        answer,
        0,
        BatchSize.FIRST,
        QueryExecutor.QUERY_SUPPRESS_BEGIN
            | QueryExecutor.QUERY_ONESHOT
            | QueryExecutor.QUERY_FORWARD_CURSOR
            | QueryExecutor.QUERY_NO_BINARY_TRANSFER);
    if (begins) {
      answer.tags.remove(0);
    }
    List<Field> fields = answer.fields;
    while (answer.cursor != null && fields != null) {
      List<Tuple> batch = answer.tuples;
      answer.tuples = List.of();
      int next = BatchSize.after(batch.size(), BATCHES.bytes(batch));
      reader.take(fields, batch);
      permission.check();
      executor.fetch(answer.cursor, answer.next(), next, false);
    }
    return answer;
  }

  private Answer whole(String sql, int flags) throws SQLException {
    Answer answer = new Answer();
    try {
      simple(sql, answer, flags);
    } catch (PSQLException e) {
      // What changed is reported behind the last command tag, and so behind the commit.
      if (e.getServerErrorMessage() != null || Reported.lostTo(executor) == null) {
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
    private @Nullable ResultCursor cursor;

    List<String> tags() {
      return tags;
    }

    /** The last statement's columns, null if it returned no rows. */
    @Nullable List<Field> fields() {
      return fields;
    }

    /** Its rows, or the last of them. */
    List<Tuple> tuples() {
      return tuples;
    }

    @Override
    public void handleResultRows(
        Query from, Field[] columns, List<Tuple> rows, @Nullable ResultCursor more) {
      fields = List.of(columns);
      tuples = rows;
      cursor = more;
      rowsBeforeTag = true;
    }

    /** Takes the next batch of the portal. */
    private ResultHandler next() {
      return new ResultHandlerBase() {
        @Override
        public void handleResultRows(
            Query from, Field[] columns, List<Tuple> rows, @Nullable ResultCursor more) {
          tuples = rows;
          cursor = more;
        }

        @Override
        public void handleWarning(SQLWarning warning) {
          notices.accept(warning);
        }
      };
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
