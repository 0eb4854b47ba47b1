package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a session has set goes along with each launch that only the server sees, as it is then: a
 * session's functions keep the list of settings, as long as no value has changed.
 */
@ExtendWith(PostgresExtension.class)
class SettingsOfCallersTest {
  private static final String ROLE = "pgbackground_it_" + ProcessHandle.current().pid() + "_sets";

  private final TestDatabase database;

  SettingsOfCallersTest(TestDatabase database) {
    this.database = database;
  }

  private Connection connect(boolean installed) throws SQLException {
    if (installed) {
      Bridges.install(database);
    }
    return database.connect();
  }

  @AfterEach
  void remove() throws SQLException {
    Bridges.remove(database);
  }

  /** The value of a setting in a job. */
  private static String seen(Connection connection, String setting) throws SQLException {
    return String.valueOf(
        Sql.value(
            connection,
            "select x from pg_background_result(case when true then pg_background_launch("
                + "$q$select current_setting('"
                + setting
                + "')$q$) end) as (x text)"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void each_change_between_two_launches_is_seen(boolean installed) throws SQLException {
    try (Connection connection = connect(installed)) {
      String own = seen(connection, "work_mem");
      Sql.execute(connection, "set work_mem = '1234kB'");
      assertEquals("1234kB", seen(connection, "work_mem"));
      Sql.execute(connection, "set work_mem = '1235kB'");
      assertEquals("1235kB", seen(connection, "work_mem"));
      Sql.execute(connection, "do $$ begin set work_mem = '1236kB'; end $$");
      assertEquals("1236kB", seen(connection, "work_mem"));
      Sql.execute(connection, "reset work_mem");
      assertEquals(own, seen(connection, "work_mem"));
      connection.setAutoCommit(false);
      Sql.execute(connection, "set local work_mem = '1237kB'");
      assertEquals("1237kB", seen(connection, "work_mem"));
      connection.rollback();
      assertEquals(own, seen(connection, "work_mem"));
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void those_that_a_function_hides_are_the_callers(boolean installed) throws SQLException {
    try (Connection connection = connect(installed)) {
      for (int i = 1; i < 3; i++) {
        Sql.execute(connection, "set lock_timeout = " + i + "; set search_path = public, s" + i);
        assertEquals(i + "ms", seen(connection, "lock_timeout"));
        assertEquals("public, s" + i, seen(connection, "search_path"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void another_user_of_the_session_is_told_of_what_he_may_look_at(boolean installed)
      throws SQLException {
    try (Connection connection = connect(installed)) {
      Sql.execute(connection, "create role " + ROLE);
      try {
        if (installed) {
          Sql.value(connection, "select grant_pg_background_privileges('" + ROLE + "')");
        }
        Sql.execute(connection, "set work_mem = '1238kB'");
        assertEquals("1238kB", seen(connection, "work_mem"));
        Sql.execute(connection, "set role " + ROLE);
        assertEquals("1238kB", seen(connection, "work_mem"));
        assertEquals(ROLE, seen(connection, "role"));
        Sql.execute(connection, "set work_mem = '1239kB'");
        assertEquals("1239kB", seen(connection, "work_mem"));
        Sql.execute(connection, "reset role");
        assertEquals("1239kB", seen(connection, "work_mem"));
      } finally {
        Sql.execute(connection, "reset role; drop owned by " + ROLE + "; drop role " + ROLE);
      }
    }
  }
}
