package io.github.pgbackground.internal.session.function;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Job.Awaited;
import io.github.pgbackground.internal.job.Outcome;
import io.github.pgbackground.internal.jobtext.Progress;
import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.RowType;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.session.handle.Order;
import io.github.pgbackground.internal.session.handle.TrackedJobs;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** What the functions do with the values of their arguments, whoever has evaluated them. */
public final class Functions {
  private static final String NOTHING = "";

  private final Session session;
  private final Execution execution;
  private final HandleAccess handles;
  private final JobControl control;

  /**
   * @param rights who may use which handle
   */
  public Functions(Session session, Execution execution, Rights rights) {
    this.session = session;
    this.execution = execution;
    this.handles = new HandleAccess(session, rights);
    this.control = new JobControl(session, execution);
  }

  /** The value of a scalar function as text. */
  public String scalar(String function, Values values) throws SQLException {
    switch (function) {
      case "pg_background_launch" -> {
        return Integer.toString(launch(values, true, Order.NO_COOKIE).pid());
      }
      case "pg_background_detach" -> detach(handles.get(values.int4(0)));
      case "pg_background_detach_v2" -> detach(handle(values));
      case "pg_background_cancel_v2" -> control.cancel(handle(values));
      case "pg_background_cancel_v2_grace" -> control.cancel(handle(values), values.int4(2));
      case "pg_background_wait_v2" -> control.await(handle(values));
      case "pg_background_wait_v2_timeout" -> {
        return control.await(handle(values), values.int4(2)) ? "t" : "f";
      }
      case "pg_background_progress" ->
          throw ServerError.of(
                  "0A000", "pg_background_progress can only be called from a background worker")
              .toException();
      default -> throw unknown(function);
    }
    return NOTHING;
  }

  private Handle launch(Values values, boolean readable, long cookie) throws SQLException {
    return session.launch(
        new Order(values.text(0), values.int4(1), readable, true, cookie), execution);
  }

  /** The job whose handle is the first argument, null if there is none. */
  public @Nullable Handle named(Values values) {
    return session.jobs().find(values.int4(0));
  }

  /** Nobody is to name a job any more that nobody else knows of; it goes on. */
  public void forget(@Nullable Handle handle) {
    if (handle != null) {
      session.jobs().forget(handle);
    }
  }

  /** What is detached as soon as it is launched was never to be read. */
  public void launchForgotten(Values values) throws SQLException {
    session.launch(
        new Order(values.text(0), values.int4(1), false, false, Order.NO_COOKIE), execution);
  }

  private void detach(Handle handle) throws SQLException {
    session.jobs().take(handle);
    handle.job().drop();
  }

  private Handle handle(Values values) throws SQLException {
    return handle(values, TrackedJobs::cookieMismatch);
  }

  private Handle handle(Values values, IntFunction<SQLException> mismatch) throws SQLException {
    return handles.get(values.int4(0), values.int8(1), mismatch);
  }

  /** The attributes of a composite value, null for null. */
  public @Nullable Tuple composite(String function, Values values) throws SQLException {
    return switch (function) {
      case "pg_background_launch_v2" -> handle(launch(values, true, Order.newCookie()));
      case "pg_background_submit_v2" -> handle(launch(values, false, Order.newCookie()));
      case "pg_background_stats_v2" -> new Listing(session, execution).statistics();
      case "pg_background_get_progress_v2" -> progress(values);
      default -> throw unknown(function);
    };
  }

  private static Tuple handle(Handle handle) {
    return Rows.tuple(Integer.toString(handle.pid()), Long.toString(handle.cookie()));
  }

  /** Null for a job that is not known, or has not said anything. */
  private @Nullable Tuple progress(Values values) throws SQLException {
    Handle handle = session.jobs().find(values.int4(0));
    if (handle == null || handles.permitted(handle).cookie() != values.int8(1)) {
      return null;
    }
    Progress progress = handle.progress();
    return progress == null
        ? null
        : Rows.tuple(Integer.toString(progress.percent()), progress.message());
  }

  /**
   * The rows of a function that gives rows.
   *
   * @param expected the caller's columns, checked as the extension checks them; null for any
   * @param awaited how much of a job's rows has to be there before this returns
   */
  public RowStream rows(
      String function, Values values, @Nullable List<Field> expected, Awaited awaited)
      throws SQLException {
    return switch (function) {
      case "pg_background_result" -> result(handles.get(values.int4(0)), expected, awaited);
      case "pg_background_result_v2" ->
          result(handle(values, TrackedJobs::notAttachedForCookie), expected, awaited);
      case "pg_background_list_v2" ->
          RowStream.of(new Listing(session, execution).handles(expected));
      default -> throw unknown(function);
    };
  }

  /** What is said if the rows are not of the types that the caller expects. */
  public static String mismatch(RowStream rows) {
    return rows instanceof JobRows ? RowType.ROWS_MISMATCH : RowType.TAGS_MISMATCH;
  }

  private RowStream result(Handle handle, @Nullable List<Field> expected, Awaited awaited)
      throws SQLException {
    if (!handle.isReadable()) {
      throw ServerError.of(
              "0A000",
              String.format(
                  Locale.ROOT,
                  "results are disabled for PID %d (submitted via submit_v2)",
                  handle.pid()))
          .toException();
    }
    Job job = handle.job();
    Outcome outcome;
    try {
      outcome =
          execution.await(
              job, awaited, () -> session.waitBounds(execution), () -> job.outcomeFor(awaited));
    } catch (SQLException e) {
      handle.leave();
      throw e;
    }
    session.jobs().take(handle);
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
    session.running().add(rows);
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

  private static IllegalStateException unknown(String function) {
    return new IllegalStateException("nobody has said what it does: " + function);
  }
}
