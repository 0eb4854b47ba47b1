package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sqlline.DispatchCallback;
import sqlline.SqlLine;

/**
 * SQLLine with this driver: its commands as somebody types them, what it prints to both streams.
 */
@ExtendWith(PostgresExtension.class)
class SqlLineTest {
  /** How it repeats the one command that it is given. */
  private static final String ECHO = "1/1 ";

  private final TestDatabase database;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final SqlLine sqlLine = new SqlLine();
  @TempDir private Path directory;

  SqlLineTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws Exception {
    PrintStream screen = new PrintStream(printed, true, StandardCharsets.UTF_8);
    sqlLine.setOutputStream(screen);
    sqlLine.setErrorStream(screen);
    type(
        "!set historyfile " + directory.resolve("history"),
        "!set outputformat csv",
        "!connect " + database.url() + " \"\" \"\" " + BackgroundDriver.class.getName());
    printed.reset();
  }

  @AfterEach
  void disconnect() {
    type("!closeall");
  }

  private void type(String... commands) {
    type(new DispatchCallback(), commands);
  }

  private void type(DispatchCallback callback, String... commands) {
    sqlLine.runCommands(List.of(commands), callback);
  }

  private List<String> typed(String... commands) {
    printed.reset();
    type(commands);
    return printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith(ECHO))
        .toList();
  }

  @Test
  void a_launch_and_its_result_are_shown() {
    List<String> lines =
        typed(
            "select n, n / 4.0 as quarter from pg_background_result("
                + "pg_background_launch('select g from generate_series(1, 2) g')) as (n int);");
    assertEquals(List.of("'n','quarter'", "'1','0.25000000000000000000'"), lines.subList(0, 2));
    assertTrue(lines.get(3).startsWith("2 rows selected"), lines.toString());
  }

  @Test
  void a_handle_that_is_launched_by_one_command_is_read_by_the_next() {
    List<String> launched = typed("select pg_background_launch('select 43') as pid;");
    int pid = Integer.parseInt(launched.get(1).replace("'", ""));
    assertEquals(
        "'43'", typed("select * from pg_background_result(" + pid + ") as (n int);").get(1));
  }

  @Test
  void notices_and_errors_of_a_job_are_shown() throws Exception {
    // A command that is not typed ends at a semicolon, in quotes too.
    try (Connection connection = database.connectPlain()) {
      Sql.execute(
          connection,
          "create function telling() returns int language plpgsql as"
              + " $$ begin raise notice 'half way'; return 1; end $$");
    }
    List<String> lines =
        typed(
            "select * from pg_background_result(pg_background_launch('select telling()'))"
                + " as (n int);");
    assertTrue(lines.contains("Warning: half way (state=00000,code=0)"), lines.toString());
    typed("drop function telling;");
    List<String> failed =
        typed(
            "select * from pg_background_result(pg_background_launch('select 1 / 0')) as (n int);");
    assertTrue(failed.get(0).contains("division by zero"), failed.toString());
    assertTrue(String.join("", failed).contains("state=22012"), failed.toString());
  }

  @Test
  void what_is_typed_to_cancel_ends_the_wait_and_not_the_job() throws Exception {
    try (Gate gate = Gate.in(database);
        Connection looking = database.connectPlain()) {
      int pid =
          Integer.parseInt(
              typed("select pg_background_launch('" + gate.query().replace("'", "''") + "');")
                  .get(1)
                  .replace("'", ""));
      gate.awaitArrival(pid);
      DispatchCallback running = new DispatchCallback();
      printed.reset();
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
              () -> {
                type(running, "select * from pg_background_result(" + pid + ") as (t text);");
                return true;
              });
      Await.until("SQLLine runs it", running::isRunning);
      waiting.awaitParked();
      // What its handler of control-C does.
      running.forceKillSqlQuery();
      waiting.value();
      String said = printed.toString(StandardCharsets.UTF_8);
      assertTrue(said.contains("57014"), said);
      String there = "select count(*) from pg_stat_activity where pid = " + pid;
      assertEquals("1", Sql.value(looking, there));
      gate.open();
      assertEquals(
          "'through'",
          typed("select * from pg_background_result(" + pid + ") as (t text);").get(1));
    }
  }

  @Test
  void its_lists_have_the_tables_and_the_functions() throws Exception {
    typed("create table shown (n int primary key);");
    try {
      assertListed("'public','shown','TABLE'", "!tables");
      assertListed("'public','shown','n'", "!columns shown");
      assertListed("'public','shown','n'", "!primarykeys shown");
      assertListed(
          "'public','pg_background_launch'",
          "!metadata getFunctions " + database.name() + " public pg_background_launch");
    } finally {
      typed("drop table shown;");
    }
  }

  private void assertListed(String row, String command) {
    String lines = String.join("\n", typed(command));
    assertTrue(lines.contains(row), lines);
  }
}
