package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handles' pids are those of the server, and no two handles of a session have the same. */
@ExtendWith(PostgresExtension.class)
class PidsTest {
  private final TestDatabase database;

  PidsTest(TestDatabase database) {
    this.database = database;
  }

  /** Reads in another order than it launches. */
  @Test
  void of_thousands_of_jobs_no_two_share_a_pid_and_each_has_its_own_result() throws Exception {
    Random random = new Random(1);
    Map<Integer, Integer> jobs = new HashMap<>();
    List<Integer> pids = new ArrayList<>();
    try (Connection connection = database.connect()) {
      for (int i = 0; i < 2_000; i++) {
        int pid = Sql.launch(connection, "select " + i + ", pg_backend_pid()");
        assertNull(jobs.put(pid, i), () -> pid + " is taken");
        pids.add(pid);
        if (pids.size() > random.nextInt(7)) {
          read(connection, pids.remove(random.nextInt(pids.size())), jobs);
        }
      }
      for (int pid : pids) {
        read(connection, pid, jobs);
      }
    }
  }

  @Test
  void a_session_with_more_unread_jobs_than_workers_gets_a_new_pid_for_each() throws Exception {
    Properties few = new Properties();
    few.setProperty("pgbackground.maxWorkers", "2");
    Map<Integer, Integer> jobs = new LinkedHashMap<>();
    try (Connection connection = database.connect(few)) {
      for (int i = 0; i < 6; i++) {
        int pid = Sql.launch(connection, "select " + i + ", pg_backend_pid()");
        assertNull(jobs.put(pid, i), () -> pid + " is taken");
      }
      for (int pid : List.copyOf(jobs.keySet())) {
        read(connection, pid, jobs);
      }
    }
  }

  private static void read(Connection connection, int pid, Map<Integer, Integer> jobs)
      throws Exception {
    assertEquals(
        List.of(jobs.remove(pid) + "|" + pid), Sql.result(connection, pid, "job int, pid int"));
  }

  @Test
  void the_servers_own_functions_take_a_handles_pid() throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      int cancelled = Sql.launch(connection, gate.query());
      int terminated = Sql.launch(connection, gate.query());
      for (int pid : List.of(cancelled, terminated)) {
        gate.awaitArrival(pid);
        assertEquals(
            "active|" + gate.query(),
            Sql.rows(connection, "select state, query from pg_stat_activity where pid = " + pid)
                .get(0));
      }
      assertEquals("t", Sql.value(connection, "select pg_cancel_backend(" + cancelled + ")"));
      assertEquals("t", Sql.value(connection, "select pg_terminate_backend(" + terminated + ")"));
      Sql.error("57014", () -> Sql.result(connection, cancelled, "t text"));
      Sql.error("57P01", () -> Sql.result(connection, terminated, "t text"));
    }
  }
}
