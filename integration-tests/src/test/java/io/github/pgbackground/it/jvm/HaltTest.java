package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server has been given, it finishes, though nobody waits for it any more. */
@ExtendWith(PostgresExtension.class)
class HaltTest {
  private static final int JVMS = 5;
  private static final int LAUNCHES = 10;

  private final TestDatabase database;

  HaltTest(TestDatabase database) {
    this.database = database;
  }

  /** How jobs are launched whose rows nobody will read. */
  private interface Launching {
    String sql(int jvm, int number);
  }

  /** The statements that launch, as an application writes them; each job inserts one row. */
  private static String launch(int jvm, int number) {
    String insert =
        String.format(Locale.ROOT, "insert into t select %d, %d from pg_sleep(0.5)", jvm, number);
    return switch ((jvm + number) % 4) {
      case 0 -> "select pg_background_detach(pg_background_launch('" + insert + "'))";
      case 1 ->
          "select pg_background_detach(pg_background_launch('set local work_mem = 65536;"
              + " create temp table u (n int); "
              + insert
              + "; drop table u'))";
      case 2 -> "select pg_background_launch('" + insert + "')";
      default -> "select pg_background_detach(pg_background_launch('" + insert + " returning *'))";
    };
  }

  /** The same with {@code submit_v2}, which nobody can read. */
  private static String submit(int jvm, int number) {
    String insert =
        String.format(Locale.ROOT, "insert into t select %d, %d from pg_sleep(0.5)", jvm, number);
    return switch ((jvm + number) % 4) {
      case 0 -> "select * from pg_background_submit_v2('" + insert + "')";
      case 1 ->
          "select (h).pid from (select pg_background_submit_v2('create temp table u (n int);"
              + " select pg_background_progress(50); "
              + insert
              + "; select count(*) from t; drop table u') as h) s";
      case 2 -> "select pid + 0 from pg_background_submit_v2('" + insert + " returning *')";
      default ->
          "create temp table jobs as select * from pg_background_submit_v2('with i as ("
              + insert
              + " returning *) select * from i, generate_series(1, 10000)')";
    };
  }

  @Test
  void what_was_launched_before_the_jvm_was_halted_is_done() throws Exception {
    launchHaltAndLook(HaltTest::launch);
  }

  @Test
  void what_was_submitted_before_the_jvm_was_halted_is_done() throws Exception {
    launchHaltAndLook(HaltTest::submit);
  }

  private void launchHaltAndLook(Launching launching) throws Exception {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, "create table t (jvm int, launch int)");
      for (int jvm = 0; jvm < JVMS; jvm++) {
        List<String> arguments = new ArrayList<>(List.of(database.url()));
        for (int number = 0; number < LAUNCHES; number++) {
          arguments.add(launching.sql(jvm, number));
        }
        try (OtherJvm other =
            OtherJvm.start(LaunchAndHalt.class, arguments.toArray(String[]::new))) {
          other.awaitLine("returned");
          assertEquals(0, other.awaitEnd());
        }
      }
      // Each job ends its backend: it has nobody to answer.
      Await.until(
          "all workers have ended",
          () ->
              "1"
                  .equals(
                      Sql.value(
                          connection,
                          "select count(*) from pg_stat_activity where datname = current_database()"
                              + " and backend_type = 'client backend'")));
      assertEquals(
          String.valueOf(JVMS * LAUNCHES),
          Sql.value(connection, "select count(distinct (jvm, launch)) from t"));
      Sql.execute(connection, "drop table t");
    }
  }
}
