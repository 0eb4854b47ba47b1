package io.github.pgbackground.it.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A deployment needs as many connections as the page about operations says. */
@ExtendWith(PostgresExtension.class)
class ConnectionsTest {
  private static final int SESSIONS = 10;
  private static final int WORKERS = 4;

  private final TestDatabase database;

  ConnectionsTest(TestDatabase database) {
    this.database = database;
  }

  private List<Connection> connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "counted");
    properties.setProperty("pgbackground.overflow", "queue");
    properties.setProperty("pgbackground.maxWorkers", Integer.toString(WORKERS));
    List<Connection> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(database.connect(properties));
    }
    return sessions;
  }

  private int count() throws SQLException {
    try (Connection outside = database.admin()) {
      return Integer.parseInt(
          String.valueOf(
              Sql.value(
                  outside,
                  "select count(*) from pg_stat_activity where application_name like 'counted%'"
                      + " and datname = '"
                      + database.name()
                      + "'")));
    }
  }

  @Test
  void all_sessions_launch_more_jobs_than_there_are_workers_and_call_from_blocks()
      throws Exception {
    List<Connection> sessions = connect();
    try (Gate gate = Gate.in(database)) {
      assertEquals(SESSIONS, count());
      List<Integer> jobs = new ArrayList<>();
      for (Connection session : sessions) {
        jobs.add(Sql.launch(session, gate.query()));
        Sql.execute(session, "do 'begin perform pg_background_launch(''select 1''); end'");
      }
      gate.awaitArrivals(WORKERS);
      int most = count();
      String sum =
          String.format(
              Locale.ROOT,
              "(?s).* %d sessions\n[^\n]* %d workers\n[^\n]* 1 that answers\n +%d\n.*",
              SESSIONS,
              WORKERS,
              most);
      assertTrue(
          Files.readString(Path.of("..", "driver", "docs", "operations.md")).matches(sum), sum);
      gate.open();
      for (int i = 0; i < SESSIONS; i++) {
        assertEquals(List.of("through"), Sql.result(sessions.get(i), jobs.get(i), "t text"));
      }
      assertTrue(count() <= most);
    } finally {
      for (Connection session : sessions) {
        session.close();
      }
    }
  }
}
