package io.github.pgbackground.it.workers;

import static io.github.pgbackground.it.workers.Travels.CUSTOM;
import static io.github.pgbackground.it.workers.Travels.MEMORY;
import static io.github.pgbackground.it.workers.Travels.assertTravels;
import static io.github.pgbackground.it.workers.Travels.inWorker;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.ServerErrorMessage;

/**
 * Roles, and settings that not everybody may set: those of the session are its job's, or none runs.
 */
@ExtendWith(PostgresExtension.class)
class RightsTravelTest {
  private final TestDatabase database;

  RightsTravelTest(TestDatabase database) {
    this.database = database;
  }

  private Connection connectWithOneWorker() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.maxWorkers", "1");
    return database.connect(properties);
  }

  /** What stands last in a URL counts. */
  private Connection connectAsLowLogin() throws SQLException {
    return DriverManager.getConnection(database.url() + "&user=low_login&password=secret");
  }

  @Test
  void a_job_has_what_only_a_superuser_may_set() throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      assertEquals("-1", inWorker(connection, "current_setting('log_min_duration_statement')"));
      Sql.execute(connection, "set log_min_duration_statement = '3h'");
      assertTravels("3h", connection, "current_setting('log_min_duration_statement')");
      Sql.execute(connection, "set role pg_monitor");
      assertTravels("3h", connection, "current_setting('log_min_duration_statement')");
      Sql.execute(connection, "reset role");
      Sql.execute(connection, "reset log_min_duration_statement");
      assertTravels("-1", connection, "current_setting('log_min_duration_statement')");
    }
  }

  @Test
  void a_superusers_settings_travel_when_it_has_become_somebody_else() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop role if exists nobody_special; create role nobody_special");
      Sql.execute(connection, "set log_min_duration_statement = '3h'; set work_mem = '97MB'");
      Sql.execute(connection, "set session authorization nobody_special");
      assertTravels("3h", connection, "current_setting('log_min_duration_statement')");
      assertTravels("97MB", connection, MEMORY);
      assertTravels("nobody_special", connection, "session_user");
      assertTravels("none", connection, "current_setting('role')");
      Sql.execute(connection, "reset session authorization; drop role nobody_special");
    }
  }

  @Test
  void a_setting_that_the_worker_may_not_have_is_named() throws SQLException {
    try (Connection admin = database.connectPlain()) {
      Sql.execute(
          admin,
          "drop role if exists low_login; create role low_login login password 'secret'; create or"
              + " replace function raise_log() returns void language sql security definer as"
              + " $$select set_config('log_min_duration_statement', '7h', false)$$");
      try (Connection connection = connectAsLowLogin()) {
        assertEquals("4MB", inWorker(connection, MEMORY));
        Sql.execute(connection, "select raise_log()");
        ServerErrorMessage error = Sql.error("42501", () -> inWorker(connection, MEMORY));
        assertEquals(
            "permission denied to set parameter \"log_min_duration_statement\"",
            error.getMessage());
      }
      Sql.execute(admin, "drop function raise_log(); drop owned by low_login; drop role low_login");
    }
  }

  @Test
  void a_role_that_the_worker_cannot_become_is_refused() throws SQLException {
    try (Connection admin = database.connectPlain()) {
      Sql.execute(
          admin,
          "drop role if exists low_login; drop role if exists group_role; create role group_role;"
              + " create role low_login login password 'secret' in role group_role");
      try (Connection connection = connectAsLowLogin()) {
        Sql.execute(connection, "set role group_role");
        assertTravels("group_role", connection, "current_user");
        Sql.execute(admin, "revoke group_role from low_login");
        Sql.error("42501", () -> inWorker(connection, "current_user"));
        Sql.execute(connection, "reset role");
        assertTravels("low_login", connection, "current_user");
      }
      Sql.execute(admin, "drop role low_login; drop role group_role");
    }
  }

  @Test
  void a_setting_of_the_users_own_stays_what_it_was_at_the_sessions_login() throws SQLException {
    try (Connection admin = database.connectPlain()) {
      Sql.execute(
          admin,
          "drop role if exists low_login; create role low_login login password 'secret'; alter role"
              + " low_login set work_mem = '5MB'; alter role low_login set my.x = 'login'");
      try (Connection connection = connectAsLowLogin()) {
        assertTravels("5MB", connection, MEMORY);
        assertTravels("login", connection, CUSTOM);
        Sql.execute(admin, "alter role low_login set work_mem = '6MB'");
        // As long as the first handle is there, the second job has another worker, a new one.
        int first = Sql.launch(connection, "select 1");
        assertTravels("5MB", connection, MEMORY);
        Sql.result(connection, first, "n int");
      }
      Sql.execute(admin, "drop role low_login");
    }
  }
}
