package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Settings that only who has seen their names can ask for go with the jobs of functions, too. */
@ExtendWith(PostgresExtension.class)
class CustomSettingsTest {
  private static final String CALL =
      "select x || ' ' || y from (values (1), (2)) as v(n), lateral"
          + " pg_background_result(pg_background_launch('select current_setting(''my.app_user'', true),"
          + " current_setting(''my.other'', true) from (select ' || n || ') as n'))"
          + " as r(x text, y text) order by n";

  private final TestDatabase database;

  CustomSettingsTest(TestDatabase database) {
    this.database = database;
  }

  private static List<String> seen(Connection connection) throws SQLException {
    return Sql.rows(connection, CALL);
  }

  @Test
  void what_the_session_has_set_is_set_for_each_job() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection, "set my.app_user = 'ann \"{},'; select set_config('my.other', '1', false)");
      assertEquals(List.of("ann \"{}, 1", "ann \"{}, 1"), seen(connection));
      connection.setAutoCommit(false);
      Sql.execute(connection, "set local my.app_user = 'bea'");
      assertEquals(List.of("bea 1", "bea 1"), seen(connection));
      connection.rollback();
      assertEquals(List.of("ann \"{}, 1", "ann \"{}, 1"), seen(connection));
      connection.rollback();
    }
  }

  @Test
  void a_job_has_those_it_was_given_and_its_own() throws Exception {
    Bridges.install(database);
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "set my.app_user = 'ann'");
      String job = "set my.other = 'set by the job'; " + CALL;
      assertEquals(
          List.of("ann set by the job", "ann set by the job"),
          Sql.result(connection, Sql.launch(connection, job), "said text"));
    } finally {
      Bridges.remove(database);
    }
  }

  /** No statement names it, and it was not there when the session first launched. */
  @Test
  void what_a_library_sets_that_the_session_has_loaded_since_is_set_too() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create extension pg_trgm");
    }
    try (Connection connection = database.connect()) {
      seen(connection);
      Sql.execute(connection, "select set_limit(0.75)");
      assertEquals(
          List.of("0.75"),
          Sql.rows(
              connection,
              "select x from pg_background_result(case when true then"
                  + " pg_background_launch('select show_limit()') end) as (x real)"));
      Sql.execute(connection, "drop extension pg_trgm");
    }
  }

  @Test
  void nothing_but_the_session_says_which_they_are() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "set my.app_user = 'ann'; set my.other = 'x'");
      assertEquals(
          List.of("ann x"),
          Sql.rows(
              connection,
              "select x || ' ' || y from pg_background_result(case when true then"
                  + " pg_background_launch($q$select current_setting('my.app_user'),"
                  + " current_setting('my.other')$q$) end) as (x text, y text)"));
      Sql.execute(connection, "reset my.app_user");
      assertEquals(
          List.of(""),
          Sql.rows(
              connection,
              "select x from pg_background_result(case when true then pg_background_launch("
                  + "$q$select current_setting('my.app_user')$q$) end) as (x text)"));
    }
  }
}
