package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.RowType;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.RowStream;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.worker.Job;
import io.github.pgbackground.internal.worker.Job.Awaited;
import io.github.pgbackground.internal.worker.Outcome;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** What the functions do, once their arguments are known. All are strict: null in, null out. */
public final class Calls {
  private static final int DEFAULT_QUEUE_SIZE = 65_536;
  private static final int MIN_QUEUE_SIZE = 64;
  private static final int MAX_QUEUE_SIZE = 268_435_456;

  private final Session session;
  private final Execution execution;
  private final ArgumentValues arguments;

  private Calls(Session session, Execution execution, ArgumentValues arguments) {
    this.session = session;
    this.execution = execution;
    this.arguments = arguments;
  }

  /** Calls whose arguments, and those of the calls in them, are evaluated now. */
  public static Calls of(
      List<Call> calls, Script script, Bindings bindings, Session session, Execution execution)
      throws SQLException {
    return new Calls(
        session, execution, ArgumentValues.of(calls, script, bindings, session, execution));
  }

  /** The value of a scalar function as text, null for null. */
  @Nullable String scalar(Call call) throws SQLException {
    return switch (call.function().name()) {
      case "pg_background_launch" -> text(launch(call, true));
      case "pg_background_detach" -> detach(call);
      default -> throw new IllegalStateException("no scalar: " + call.function().name());
    };
  }

  private static @Nullable String text(@Nullable Integer value) {
    return value == null ? null : value.toString();
  }

  private @Nullable Integer launch(Call call, boolean readable) throws SQLException {
    String sql = (String) value(call, 0);
    boolean hasQueueSize = call.arguments().get(1) != null;
    Integer queueSize = hasQueueSize ? (Integer) value(call, 1) : (Integer) DEFAULT_QUEUE_SIZE;
    if (sql == null || queueSize == null) {
      return null;
    }
    checkQueueSize(queueSize);
    return session.launch(sql, queueSize, readable, execution).pid();
  }

  private static void checkQueueSize(int bytes) throws SQLException {
    if (bytes < MIN_QUEUE_SIZE) {
      throw ServerError.of(
              "22023",
              String.format(Locale.ROOT, "queue size must be at least %d bytes", MIN_QUEUE_SIZE))
          .toException();
    } else if (bytes > MAX_QUEUE_SIZE) {
      throw ServerError.of(
              "22023",
              String.format(Locale.ROOT, "queue size must not exceed %d bytes", MAX_QUEUE_SIZE))
          .withHint("Large result sets should be written to a table instead.")
          .toException();
    }
  }

  /** What is detached as soon as it is launched was never to be read. */
  private @Nullable String detach(Call call) throws SQLException {
    if (call.arguments().get(0) instanceof Argument.Nested nested) {
      return launch(nested.call(), false) == null ? null : "";
    }
    Integer pid = (Integer) value(call, 0);
    if (pid == null) {
      return null;
    }
    session.forget(pid);
    return "";
  }

  /**
   * The rows of {@code pg_background_result}.
   *
   * @param expected the caller's columns, checked as the extension checks them; null for any
   * @param awaited how much of it has to be there before this returns
   */
  public RowStream rows(Call call, @Nullable List<Field> expected, Awaited awaited)
      throws SQLException {
    Integer pid = (Integer) value(call, 0);
    if (pid == null) {
      return RowStream.of(new Rows(expected == null ? List.of() : expected, List.of()));
    }
    Job job = session.job(pid);
    Outcome outcome =
        execution.await(
            job, awaited, () -> session.waitBounds(execution), () -> job.outcomeFor(awaited));
    session.take(pid);
    if (outcome instanceof Outcome.Rows given) {
      return rows(job, given.fields(), expected);
    }
    job.drop();
    if (outcome instanceof Outcome.Failed failed) {
      throw failed.error();
    }
    if (expected != null) {
      RowType.checkTags(expected);
    }
    return RowStream.of(tags(((Outcome.Tags) outcome).tags()));
  }

  private RowStream rows(Job job, List<Field> given, @Nullable List<Field> expected)
      throws SQLException {
    RowStream rows = new JobRows(session, job, given);
    session.opened(rows);
    if (expected != null) {
      try {
        RowType.check(given, expected);
      } catch (SQLException e) {
        rows.close();
        throw e;
      }
    }
    return rows;
  }

  private static Rows tags(List<String> tags) {
    List<Tuple> rows = new ArrayList<>(tags.size());
    for (String tag : tags) {
      rows.add(new Tuple(new byte[][] {tag.getBytes(StandardCharsets.UTF_8)}));
    }
    return new Rows(List.of(Columns.text("result")), rows);
  }

  /** The value of an argument, a {@link String} or an {@link Integer}, or null. */
  private @Nullable Object value(Call call, int parameter) throws SQLException {
    Argument argument = call.arguments().get(parameter);
    if (argument instanceof Argument.Nested nested) {
      String value = scalar(nested.call());
      return value == null ? null : Integer.valueOf(value);
    }
    return argument == null ? null : arguments.value(argument);
  }
}
