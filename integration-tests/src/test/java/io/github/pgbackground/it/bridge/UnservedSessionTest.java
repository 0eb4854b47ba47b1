package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.ServerErrorMessage;

/** Sessions of other programs, of psql say, that call what is installed: nobody serves them. */
@ExtendWith(PostgresExtension.class)
class UnservedSessionTest {
  /** Less than a request is waited for that somebody may take. */
  private static final String AT_ONCE = "set statement_timeout = '4s'";

  private final TestDatabase database;

  UnservedSessionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    Bridges.install(database);
  }

  @AfterEach
  void remove() throws SQLException {
    Bridges.remove(database);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pg_background_launch|select pg_background_launch('select 1')",
        "pg_background_launch|select pg_background_launch('select 1', 65536)",
        "pg_background_launch|do $$ begin perform pg_background_launch('select 1'); end $$",
        "pg_background_result|select * from pg_background_result(1) as (x int)",
        "pg_background_detach|select pg_background_detach(1)",
        "pg_background_launch_v2|select pg_background_launch_v2('select 1')",
        "pg_background_submit_v2|select pg_background_submit_v2('select 1')",
        "pg_background_result_v2|select * from pg_background_result_v2(1, 2) as (x int)",
        "pg_background_detach_v2|select pg_background_detach_v2(1, 2)",
        "pg_background_cancel_v2|select pg_background_cancel_v2(1, 2)",
        "pg_background_cancel_v2_grace|select pg_background_cancel_v2_grace(1, 2, 3)",
        "pg_background_wait_v2|select pg_background_wait_v2(1, 2)",
        "pg_background_wait_v2_timeout|select pg_background_wait_v2_timeout(1, 2, 3)",
        "pg_background_list_v2|select * from pg_background_list_v2() as (pid int4, cookie int8,"
            + " launched_at timestamptz, user_id oid, queue_size int4, state text,"
            + " sql_preview text, last_error text, consumed bool)",
        "pg_background_stats_v2|select pg_background_stats_v2()",
        "pg_background_get_progress_v2|select pg_background_get_progress_v2(1, 2)",
      })
  void they_are_told_at_once_which_function_it_is_and_how_to_connect(String function, String call)
      throws SQLException {
    try (Connection plain = database.connectPlain();
        Statement statement = plain.createStatement()) {
      Sql.execute(plain, AT_ONCE);
      ServerErrorMessage error = Sql.error("0A000", () -> statement.execute(call));
      assertEquals(function + " is not served in this session", error.getMessage());
      assertTrue(
          String.valueOf(error.getHint()).contains("\"jdbc:pgbackground:\""), error.toString());
      assertNull(statement.getWarnings(), "no request has been raised");
    }
  }

  @Test
  void progress_is_for_jobs_there_as_everywhere() throws SQLException {
    try (Connection plain = database.connectPlain()) {
      Sql.execute(plain, AT_ONCE);
      assertEquals(
          "pg_background_progress can only be called from a background worker",
          Sql.error("0A000", () -> Sql.value(plain, "select pg_background_progress(1, 'x')"))
              .getMessage());
    }
  }

  /** That it is another one's session is what matters, not that nobody is there. */
  @Test
  void so_they_are_while_this_driver_serves_others() throws SQLException {
    try (Connection served = database.connect();
        Connection plain = database.connectPlain()) {
      Sql.execute(served, "do $$ begin perform pg_background_stats_v2(); end $$");
      Sql.execute(plain, AT_ONCE);
      Sql.error("0A000", () -> Sql.value(plain, "select pg_background_stats_v2()"));
      Sql.execute(served, "do $$ begin perform pg_background_stats_v2(); end $$");
    }
  }
}
