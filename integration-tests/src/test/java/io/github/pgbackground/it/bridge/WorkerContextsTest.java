package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.ServerErrorMessage;

/**
 * What is said of the place of a worker's error: to the application, and to code that catches it.
 */
@ExtendWith(PostgresExtension.class)
class WorkerContextsTest {
  private final TestDatabase database;
  private Connection connection;

  WorkerContextsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    Bridges.remove(database);
  }

  private void make(Scene.Form form) throws SQLException {
    if (form == Scene.Form.INSTALLED) {
      Sql.execute(connection, "create extension pg_background");
    }
  }

  private static String result(String tag, String job) {
    return "* from pg_background_result(pg_background_launch($"
        + tag
        + "$"
        + job
        + "$"
        + tag
        + "$)) as (x int)";
  }

  private String where(String state, String sql) {
    return String.valueOf(Sql.error(state, () -> Sql.execute(connection, sql)).getWhere())
        .replaceAll("pid \\d+", "pid N");
  }

  @ParameterizedTest
  @EnumSource(Scene.Form.class)
  void it_has_the_workers_lines_and_then_those_of_the_code_that_reads(Scene.Form form)
      throws SQLException {
    make(form);
    String lines = "PL/pgSQL function inline_code_block line 1 at PERFORM";
    String division = "SQL statement \"SELECT 1 / (select 0)\"\n" + lines + "\n";
    String call = result("j", "do 'begin perform 1 / (select 0); end'");
    String caller = "SQL statement \"SELECT " + call + "\"\n" + lines;
    String outer = result("o", "do $i$ begin perform " + call + "; end $i$ ");
    String worker = "background worker, pid N\n";
    try (Connection connection = database.connect()) {
      assertEquals(
          division + worker + caller, where("22012", "do $$ begin perform " + call + "; end $$"));
      assertEquals(
          division
              + worker
              + caller
              + "\n"
              + worker
              + "SQL statement \"SELECT "
              + outer
              + "\"\n"
              + lines,
          where("22012", "do $$ begin perform " + outer + "; end $$"));
      // The error of another call is another one, even if it is the latest.
      assertEquals(
          lines.replace("PERFORM", "RAISE"),
          where(
              "22012",
              "do $$ begin perform "
                  + call
                  + "; exception when others then raise division_by_zero; end $$"));
    }
  }

  @ParameterizedTest
  @EnumSource(Scene.Form.class)
  void code_that_catches_it_sees_the_lines_of_the_bridges_functions_instead(Scene.Form form)
      throws SQLException {
    make(form);
    String call = result("j", "select 1 / 0");
    Sql.execute(connection, "create temporary table caught (lines text)");
    Sql.execute(
        connection,
        "do $$ declare lines text; begin perform "
            + call
            + "; exception when division_by_zero then get stacked diagnostics"
            + " lines = pg_exception_context; insert into caught values (lines); end $$");
    List<String> lines = String.valueOf(Sql.value(connection, "table caught")).lines().toList();
    boolean temporary = form == Scene.Form.TEMPORARY;
    assertEquals(
        List.of(
            "PL/pgSQL function "
                + (temporary ? "pg_temp_N." : "pgbackground_bridge.")
                + "pgbackground_request_N(text,text[],text[]) line N at RAISE",
            "PL/pgSQL function "
                + (temporary ? "pg_temp_N." : "")
                + "pg_background_result(integer) line N during statement block local variable"
                + " initialization",
            "SQL statement \"SELECT "
                + (temporary ? call.replace("pg_background", "pg_temp.pg_background") : call)
                + '"',
            "PL/pgSQL function inline_code_block line N at PERFORM"),
        lines.stream()
            .map(
                line ->
                    line.replaceFirst("(pgbackground_request)\\w*", "$1_N")
                        .replaceFirst("pg_temp_\\d+", "pg_temp_N")
                        .replaceFirst("line \\d+", "line N"))
            .toList());
  }

  @ParameterizedTest
  @EnumSource(Scene.Form.class)
  void a_place_in_the_jobs_text_is_known_only_to_calls_that_the_driver_sees(Scene.Form form)
      throws SQLException {
    make(form);
    String wrong = result("j", "select no_such");
    String inner = result("j", "do 'begin perform no_such; end'");
    assertPlace(8, null, Sql.error("42703", () -> Sql.rows(connection, "select " + wrong)));
    assertPlace(
        0, "SELECT no_such", Sql.error("42703", () -> Sql.rows(connection, "select " + inner)));
    for (String call : List.of(wrong, inner)) {
      String block = "do $$ begin perform " + call + "; end $$";
      assertPlace(0, null, Sql.error("42703", () -> Sql.execute(connection, block)));
    }
  }

  private static void assertPlace(int position, @Nullable String query, ServerErrorMessage error) {
    assertEquals(position, error.getPosition());
    assertEquals(query, error.getInternalQuery());
  }
}
