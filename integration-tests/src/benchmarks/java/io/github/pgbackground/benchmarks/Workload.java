package io.github.pgbackground.benchmarks;

import static io.github.pgbackground.benchmarks.Task.block;
import static io.github.pgbackground.benchmarks.Task.fetched;
import static io.github.pgbackground.benchmarks.Task.inNewSession;
import static io.github.pgbackground.benchmarks.Task.inThreads;
import static io.github.pgbackground.benchmarks.Task.installed;
import static io.github.pgbackground.benchmarks.Task.jobsAtOnce;
import static io.github.pgbackground.benchmarks.Task.launchThenResult;
import static io.github.pgbackground.benchmarks.Task.prepared;
import static io.github.pgbackground.benchmarks.Task.preparedLaunchThenResult;
import static io.github.pgbackground.benchmarks.Task.statement;
import static io.github.pgbackground.benchmarks.Task.times;

import io.github.pgbackground.benchmarks.Task.Maker;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Work that every side does in its own way. */
@SuppressWarnings("ImmutableEnumChecker") // Makers are lambdas over immutable values.
public enum Workload {
  PASSED_STATEMENT(
      "select 1 passed through, Statement",
      20,
      Target.timesPlain(1.01),
      statement(Sql.ONE),
      null,
      statement(Sql.ONE)),

  PASSED_PREPARED(
      "select 1 passed through, PreparedStatement",
      20,
      Target.timesPlain(1.01),
      prepared(Sql.ONE),
      null,
      prepared(Sql.ONE)),

  PASSED_ROWS(
      "1,000,000 rows passed through",
      1,
      Target.timesPlain(1.01),
      statement(Sql.MILLION),
      null,
      statement(Sql.MILLION)),

  NESTED(
      "result(launch(select 1)), one statement",
      10,
      Target.timesPlain(4),
      statement(Sql.ONE),
      statement(Sql.ONE_BY_DBLINK),
      statement(Sql.ONE_BY_WORKER)),

  TWO_STATEMENTS(
      "launch, then result, of select 1",
      10,
      Target.timesPlain(4),
      statement(Sql.ONE),
      statement(Sql.ONE_BY_DBLINK),
      launchThenResult(Sql.ONE)),

  TWO_PREPARED(
      "launch, then result, of select 1, prepared",
      10,
      Target.timesPlain(4),
      prepared(Sql.ONE),
      prepared(Sql.ONE_BY_DBLINK),
      preparedLaunchThenResult(Sql.ONE)),

  AFTER_STATEMENT(
      "select 1, then result(launch(select 1))",
      5,
      Target.millis(0.9),
      statement(Sql.ONE).after(statement(Sql.ONE)),
      statement(Sql.ONE_BY_DBLINK).after(statement(Sql.ONE)),
      statement(Sql.ONE_BY_WORKER).after(statement(Sql.ONE))),

  EIGHT_JOBS_WARM(
      "eight jobs of pg_sleep(0.05) at once, warm",
      1,
      Target.millis(56),
      times(8, statement(Sql.SLEEP)),
      null,
      jobsAtOnce(8, Sql.SLEEP)),

  EIGHT_JOBS_COLD(
      "connect, then eight jobs of pg_sleep(0.05)",
      1,
      Target.millis(150),
      inNewSession(times(8, statement(Sql.SLEEP))),
      null,
      inNewSession(jobsAtOnce(8, Sql.SLEEP))),

  SIXTEEN_THREADS(
      "16 threads, each 100 x result(launch(select 1))",
      1,
      Target.timesPlain(4),
      inThreads(16, times(100, statement(Sql.ONE))),
      null,
      inThreads(16, times(100, statement(Sql.ONE_BY_WORKER)))),

  RESULT_ROWS(
      "1,000,000 rows through a result",
      1,
      Target.timesPlain(1.1),
      statement(Sql.MILLION),
      statement(Sql.MILLION_BY_DBLINK),
      statement(Sql.MILLION_BY_WORKER)),

  RESULT_ROWS_FETCHED(
      "the same, read with a fetch size",
      1,
      Target.timesPlain(1.1),
      fetched(Sql.MILLION),
      null,
      fetched(Sql.MILLION_BY_WORKER)),

  FED_ROW(
      "sum over the row of result(launch(select 1))",
      5,
      Target.millis(0.9),
      statement(Sql.ONE).uncompared(),
      null,
      statement(Sql.SUM_OF_ONE_BY_WORKER).uncompared()),

  FED_ROWS(
      "sum over 1,000,000 rows of a result",
      1,
      Target.timesPlain(3.4),
      statement(Sql.MILLION).uncompared(),
      null,
      statement(Sql.SUM_OF_MILLION_BY_WORKER).uncompared()),

  ATTENDED_STATEMENT(
      "select 1 where pg_background is installed",
      20,
      Target.timesPlain(1.02),
      statement(Sql.ONE),
      null,
      installed(statement(Sql.ONE))),

  BLOCK(
      "DO block: one launch, one result",
      5,
      Target.millis(3),
      block(Sql.BLOCK),
      null,
      block(Sql.BLOCK_BY_WORKER)),

  BLOCK_INSTALLED(
      "the same where pg_background is installed",
      5,
      Target.millis(3),
      block(Sql.BLOCK),
      null,
      installed(block(Sql.BLOCK_BY_WORKER))),

  LAUNCHES(
      "detach(launch(select 1)) for 1,000 rows",
      1,
      Target.millis(1_500),
      statement(Sql.THOUSAND),
      null,
      statement(Sql.THOUSAND_BY_WORKERS)),

  LAUNCHES_INSTALLED(
      "the same where pg_background is installed",
      1,
      Target.millis(1_500),
      statement(Sql.THOUSAND),
      null,
      installed(statement(Sql.THOUSAND_BY_WORKERS))),

  BLOCK_ROWS(
      "100,000 rows into PL/pgSQL",
      1,
      Target.millis(190),
      block(Sql.BLOCK_ROWS),
      null,
      block(Sql.BLOCK_ROWS_BY_WORKER)),

  BLOCK_ROWS_INSTALLED(
      "the same where pg_background is installed",
      1,
      Target.millis(190),
      block(Sql.BLOCK_ROWS),
      null,
      installed(block(Sql.BLOCK_ROWS_BY_WORKER))),

  PROGRESS(
      "1,000 calls of progress in a job",
      1,
      Target.millis(50),
      block(Sql.LOOP),
      null,
      statement(Sql.PROGRESS_BY_WORKER)),

  PROGRESS_INSTALLED(
      "the same where pg_background is installed",
      1,
      Target.millis(50),
      block(Sql.LOOP),
      null,
      installed(statement(Sql.PROGRESS_BY_WORKER)));

  /** What a session does without a call. */
  private static final Set<Workload> WITHOUT_CALLS =
      EnumSet.of(PASSED_STATEMENT, PASSED_PREPARED, PASSED_ROWS);

  /** What needs the functions that this driver installs where the server has none. */
  private static final Set<Workload> WITH_BRIDGE =
      EnumSet.of(
          ATTENDED_STATEMENT,
          BLOCK_INSTALLED,
          LAUNCHES_INSTALLED,
          BLOCK_ROWS_INSTALLED,
          PROGRESS_INSTALLED);

  private final String title;
  private final int batch;
  private final Target target;
  private final Maker plain;
  private final @Nullable Maker dblink;
  private final Maker ours;

  /**
   * @param batch how often one side does it before the next side has its turn
   */
  Workload(
      String title, int batch, Target target, Maker plain, @Nullable Maker dblink, Maker ours) {
    this.title = title;
    this.batch = batch;
    this.target = target;
    this.plain = plain;
    this.dblink = dblink;
    this.ours = ours;
  }

  String title() {
    return title;
  }

  int batch() {
    return batch;
  }

  Target target() {
    return target;
  }

  /**
   * How a side does it, null for a side that has no part in it. The extension gets the statements
   * that this driver gets.
   */
  @Nullable Maker of(Side side) {
    return switch (side) {
      case PLAIN -> plain;
      case DBLINK -> dblink;
      case EXTENSION ->
          WITHOUT_CALLS.contains(this) || WITH_BRIDGE.contains(this) ? null : ours;
      case OURS -> ours;
    };
  }

  /**
   * The names of those that a server allows.
   *
   * @param hasExtension whether the extension takes the place of the bridge there
   */
  static String[] names(boolean hasExtension) {
    return Stream.of(values())
        .filter(workload -> !hasExtension || !WITH_BRIDGE.contains(workload))
        .map(Workload::name)
        .toArray(String[]::new);
  }

  private static final class Sql {
    static final String SLEEP = "select 1 from pg_sleep(0.05)";
    static final String ONE = "select 1";
    static final String ONE_BY_DBLINK = byDblink(ONE, "a int");
    static final String ONE_BY_WORKER = byWorker(ONE, "a int");
    static final String MILLION = "select i, i::text from generate_series(1, 1000000) i";
    static final String MILLION_BY_DBLINK = byDblink(MILLION, "a int, b text");
    static final String MILLION_BY_WORKER = byWorker(MILLION, "a int, b text");

    static final String SUM_OF_ONE_BY_WORKER = ONE_BY_WORKER.replace("*", "count(*), sum(a)");

    static final String SUM_OF_MILLION_BY_WORKER =
        MILLION_BY_WORKER.replace("*", "count(*), sum(a)");

    static final String THOUSAND = "select count('select ' || i) from generate_series(1, 1000) i";

    static final String THOUSAND_BY_WORKERS =
        "select count(pg_background_detach(pg_background_launch('select ' || i))::text)"
            + " from generate_series(1, 1000) i";

    static final String BLOCK = sumInBlock("(" + ONE + ") as r(a)", "a", 1);
    static final String BLOCK_BY_WORKER = sumInBlock(result(ONE, "a int"), "a", 1);

    private static final String ROWS = "select i, i::text from generate_series(1, 100000) i";
    private static final String SUM = "a + length(b)";
    static final String BLOCK_ROWS = sumInBlock("(" + ROWS + ") as r(a, b)", SUM, 5_000_538_895L);

    static final String BLOCK_ROWS_BY_WORKER =
        sumInBlock(result(ROWS, "a int, b text"), SUM, 5_000_538_895L);

    static final String LOOP =
        "do $$ begin for i in 1..1000 loop perform i / 10, 'so far'; end loop; end $$";

    static final String PROGRESS_BY_WORKER =
        byWorker(
            LOOP.replace("perform i / 10, 'so far'", "perform pg_background_progress(i / 10, ''so far'')")
                + "; "
                + ONE,
            "a int");

    private static String sumInBlock(String from, String sum, long expected) {
      return String.format(
          Locale.ROOT,
          "do $$ declare n bigint; begin select sum(%s) into n from %s; assert n = %d; end $$",
          sum,
          from,
          expected);
    }

    private static String byDblink(String sql, String columns) {
      return "select * from dblink('kept', '" + sql + "') as r(" + columns + ")";
    }

    private static String byWorker(String sql, String columns) {
      return "select * from " + result(sql, columns);
    }

    private static String result(String sql, String columns) {
      return "pg_background_result(pg_background_launch('" + sql + "')) as (" + columns + ")";
    }
  }
}
