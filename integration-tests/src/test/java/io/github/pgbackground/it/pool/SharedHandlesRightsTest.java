package io.github.pgbackground.it.pool;

import static io.github.pgbackground.it.pool.Sharing.assertNotAttached;
import static io.github.pgbackground.it.pool.Sharing.shared;
import static io.github.pgbackground.it.pool.Sharing.sharing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.ServerErrorMessage;

/** Who may use a handle that connections share. */
@ExtendWith(PostgresExtension.class)
class SharedHandlesRightsTest {
  private final TestDatabase database;

  SharedHandlesRightsTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_connection_that_does_not_share_neither_gives_nor_takes() throws SQLException {
    try (Connection sharing = sharing(database);
        Connection alone = database.connect();
        Gate gate = Gate.in(database)) {
      int shared = Sql.launch(sharing, gate.query());
      int own = Sql.launch(alone, "select 2");
      assertNotAttached(alone, shared);
      assertNotAttached(sharing, own);
      assertEquals(List.of("2"), Sql.result(alone, own, "n int"));
      gate.open();
      assertEquals(List.of("through"), Sql.result(sharing, shared, "t text"));
    }
  }

  @Test
  void who_logs_in_as_another_user_does_not_share() throws SQLException {
    try (Connection one = sharing(database)) {
      Sql.execute(one, "create role neighbour login superuser");
      Properties others = shared();
      others.setProperty("user", "neighbour");
      String url = database.url().replaceFirst("([?&])user=[^&]*", "$1user=neighbour");
      try (Connection other = new io.github.pgbackground.BackgroundDriver().connect(url, others)) {
        int pid = Sql.launch(one, "select 1");
        assertNotAttached(other, pid);
        assertEquals(List.of("1"), Sql.result(one, pid, "n int"));
      } finally {
        Sql.execute(one, "drop role neighbour");
      }
    }
  }

  @Test
  void a_role_needs_the_rights_of_who_has_launched() throws SQLException {
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
      Sql.execute(one, "create role poor; create role rich; grant poor to rich");
      try {
        // However much each of the two has run when it launches and when it reads.
        for (int before = 0; before < 4; before++) {
          Sql.execute(one, "set role rich");
          int pid = Sql.launch(one, "select 1");
          Sql.execute(other, "set role poor");
          for (int touch = 0; touch <= before; touch++) {
            Sql.execute(other, "select 1");
            ServerErrorMessage refused = Sql.error("42501", () -> Sql.result(other, pid, "n int"));
            assertEquals(
                "permission denied for background worker with PID \"" + pid + "\"",
                refused.getMessage());
          }
          assertEquals(List.of(), V2.list(other, "pid"));
          Sql.execute(other, "set role rich");
          assertEquals(List.of("1"), Sql.result(other, pid, "n int"));
        }
        Sql.execute(one, "set role poor");
        int pid = Sql.launch(one, "select 2");
        assertEquals(List.of("2"), Sql.result(other, pid, "n int"));
      } finally {
        Sql.execute(other, "reset role");
        Sql.execute(one, "reset role; drop role poor; drop role rich");
      }
    }
  }

  @Test
  void the_rights_are_asked_for_in_a_session_that_has_run_nothing() throws SQLException {
    try (Connection one = sharing(database)) {
      Sql.execute(one, "create role poor");
      Properties poor = shared();
      poor.setProperty("options", "-c role=poor");
      try (Connection other = database.connect(poor)) {
        int pid = Sql.launch(one, "select 1");
        Sql.error("42501", () -> Sql.result(other, pid, "n int"));
        assertEquals(List.of("1"), Sql.result(one, pid, "n int"));
      } finally {
        Sql.execute(one, "drop role poor");
      }
    }
  }
}
