package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs whose pool, the application's or the driver's, loses connections. */
@ExtendWith(PostgresExtension.class)
class EndsOfPoolsTest {
  private final TestDatabase database;

  EndsOfPoolsTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void jobs_of_a_connection_pool_that_is_closed_go_on_and_commit() throws Exception {
    try (Connection looking = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(looking, "create table left_running (t text)");
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(database.url());
      config.setMaximumPoolSize(2);
      try (HikariDataSource pool = new HikariDataSource(config);
          Connection connection = pool.getConnection()) {
        String insert = "insert into left_running " + gate.query();
        Sql.launch(connection, insert);
        Sql.launch(connection, insert + " returning t");
        gate.awaitArrivals(2);
      }
      gate.open();
      Await.until(
          "both are done",
          () -> "2".equals(Sql.value(looking, "select count(*) from left_running")));
      Sql.execute(looking, "drop table left_running");
    }
  }

  @Test
  void a_job_in_line_runs_though_the_worker_before_it_is_killed() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.overflow", "queue");
    properties.setProperty("pgbackground.maxWorkers", "1");
    try (Connection connection = database.connect(properties);
        Gate gate = Gate.in(database)) {
      int running = Sql.launch(connection, gate.query());
      gate.awaitArrival(running);
      int queued = Sql.launch(connection, "select pg_backend_pid()");
      Sql.value(connection, "select pg_terminate_backend(" + running + ")");
      Sql.error("57P01", () -> Sql.result(connection, running, "t text"));
      List<String> pids = Sql.result(connection, queued, "pid int");
      assertEquals(1, pids.size());
      assertEquals(
          "t", Sql.value(connection, "select " + pids.get(0) + " not in (0, " + running + ")"));
    }
  }
}
