package io.github.pgbackground.internal.sql;

import io.github.pgbackground.internal.sql.BackgroundFunction.Parameter;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of one version of pg_background by their names. Immutable. */
public final class FunctionTable {

  private static final Parameter SQL = new Parameter("sql", BackgroundFunction.Type.TEXT, false);
  private static final Parameter QUEUE_SIZE =
      new Parameter("queue_size", BackgroundFunction.Type.INT4, true);
  private static final Parameter PID = new Parameter("pid", BackgroundFunction.Type.INT4, false);
  private static final Parameter COOKIE =
      new Parameter("cookie", BackgroundFunction.Type.INT8, false);

  /** The functions of pg_background 1.8 that this driver serves. */
  public static final FunctionTable V1_8 =
      new FunctionTable(
          new BackgroundFunction(
              "pg_background_launch",
              "Runs SQL in the background, and gives the pid of its worker",
              true,
              List.of(SQL, QUEUE_SIZE),
              Result.INT4,
              List.of(
                  "select pg_background_launch('vacuum verbose t')",
                  "select pg_background_launch($$select 'it''s'$$, 65536) as pid",
                  "SELECT PG_BACKGROUND_LAUNCH(queue_size => 65536, sql := format('select %L', 1))",
                  "select p from public.pg_background_launch('select ' || 40 + 2) as p")),
          new BackgroundFunction(
              "pg_background_result",
              "The rows of a background job, once it has ended; they are read once",
              true,
              List.of(PID),
              Result.RECORDS,
              List.of(
                  "select * from pg_background_result(4711) as r(a int, b text)",
                  "select r.a as one, b from pg_background_result(4711) r(a int, b numeric(5,1))",
                  "select * from pg_background_result(pg_background_launch('select 1')) as (a int)",
                  "select pg_background_result(pid => 4711)")),
          new BackgroundFunction(
              "pg_background_detach",
              "Forgets a background job, which runs on",
              true,
              List.of(PID),
              Result.VOID,
              List.of(
                  "select pg_background_detach(4711)",
                  "select pg_background_detach(pg_background_launch('analyze'))",
                  "select \"pg_background_detach\"(\"pid\" => -1) \"Gone\"")),
          new BackgroundFunction(
              "pg_background_launch_v2",
              "Runs SQL in the background, and gives its handle: pid and cookie",
              true,
              List.of(SQL, QUEUE_SIZE),
              Result.HANDLE,
              List.of(
                  "select * from pg_background_launch_v2('select 1') as h",
                  "select h.pid, cookie as c from pg_background_launch_v2('select 1', 65536) h",
                  "select (h).pid, (h).* from (select pg_background_launch_v2('select 1') as h) s",
                  "select (pg_background_launch_v2('select 1')).cookie",
                  "select pg_background_launch_v2('select 1')")),
          new BackgroundFunction(
              "pg_background_submit_v2",
              "Runs SQL in the background whose rows nobody reads, and gives its handle",
              true,
              List.of(SQL, QUEUE_SIZE),
              Result.HANDLE,
              List.of(
                  "select pid, cookie from pg_background_submit_v2('analyze')",
                  "select * from pg_background_submit_v2(sql => 'analyze') as h(p, c)")),
          new BackgroundFunction(
              "pg_background_result_v2",
              "The rows of a background job, once it has ended; they are read once",
              true,
              List.of(PID, COOKIE),
              Result.RECORDS,
              List.of(
                  "select * from pg_background_result_v2(4711, 8086) as r(a int, b text)",
                  "select * from pg_background_result_v2(cookie => -8086, pid => 4711) as (a int)",
                  "select pg_background_result_v2(4711, 9223372036854775807)")),
          new BackgroundFunction(
              "pg_background_detach_v2",
              "Forgets a background job, which runs on",
              true,
              List.of(PID, COOKIE),
              Result.VOID,
              List.of("select pg_background_detach_v2(4711, 8086)")),
          new BackgroundFunction(
              "pg_background_cancel_v2",
              "Stops a background job",
              true,
              List.of(PID, COOKIE),
              Result.VOID,
              List.of("select pg_background_cancel_v2(4711, 8086) as canceled")),
          new BackgroundFunction(
              "pg_background_cancel_v2_grace",
              "Stops a background job, and ends its server process if it does not stop within so many milliseconds",
              true,
              List.of(PID, COOKIE, new Parameter("grace_ms", BackgroundFunction.Type.INT4, false)),
              Result.VOID,
              List.of("select pg_background_cancel_v2_grace(4711, 8086, grace_ms => 500)")),
          new BackgroundFunction(
              "pg_background_wait_v2",
              "Waits for the end of a background job",
              true,
              List.of(PID, COOKIE),
              Result.VOID,
              List.of("select pg_background_wait_v2(4711, 8086)")),
          new BackgroundFunction(
              "pg_background_wait_v2_timeout",
              "Waits for the end of a background job at most so many milliseconds, and says whether it has ended",
              true,
              List.of(
                  PID, COOKIE, new Parameter("timeout_ms", BackgroundFunction.Type.INT4, false)),
              Result.BOOL,
              List.of(
                  "select pg_background_wait_v2_timeout(4711, 8086, 1000) as ended",
                  "select * from pg_background_wait_v2_timeout(4711, 8086, 60 * 1000)")),
          new BackgroundFunction(
              "pg_background_list_v2",
              "This session's background jobs, with state and last error",
              false,
              List.of(),
              Result.RECORDS,
              List.of(
                  "select pid, state from pg_background_list_v2() as (pid int4, cookie int8,"
                      + " launched_at timestamptz, user_id oid, queue_size int4, state text,"
                      + " sql_preview text, last_error text, consumed bool)",
                  "select pg_background_list_v2()")),
          new BackgroundFunction(
              "pg_background_stats_v2",
              "Counts of this session's background jobs, and how long they took",
              false,
              List.of(),
              Result.STATS,
              List.of(
                  "select * from pg_background_stats_v2()",
                  "select s.workers_active from public.pg_background_stats_v2() as s",
                  "select (pg_background_stats_v2()).*")),
          new BackgroundFunction(
              "pg_background_get_progress_v2",
              "How far a background job has said to be, null if it has not",
              false,
              List.of(PID, COOKIE),
              Result.PROGRESS,
              List.of(
                  "select * from pg_background_get_progress_v2(4711, 8086)",
                  "select progress_pct from pg_background_get_progress_v2(4711, 8086) p")),
          new BackgroundFunction(
              "pg_background_progress",
              "Says from within a background job how far it is: SELECT pg_background_progress(50, 'half')",
              false,
              List.of(
                  new Parameter("pct", BackgroundFunction.Type.INT4, false),
                  new Parameter("msg", BackgroundFunction.Type.TEXT, true)),
              Result.VOID,
              List.of(
                  "select pg_background_progress(50, 'Halfway')",
                  "select pg_background_progress(pct => 99)")));

  private final Map<String, BackgroundFunction> byName = new LinkedHashMap<>();
  private final Set<String> types = new HashSet<>();

  private FunctionTable(BackgroundFunction... functions) {
    for (BackgroundFunction function : functions) {
      byName.put(function.name(), function);
      if (function.result().composite()) {
        types.add(function.result().typeName());
      }
    }
  }

  /** All functions, in the order of the extension's documentation. */
  public Collection<BackgroundFunction> functions() {
    return byName.values();
  }

  /** Whether a composite type that functions give has this name, exactly. */
  public boolean isType(String name) {
    return types.contains(name);
  }

  /** The function with this name, exactly. */
  public @Nullable BackgroundFunction find(String name) {
    return byName.get(name);
  }
}
