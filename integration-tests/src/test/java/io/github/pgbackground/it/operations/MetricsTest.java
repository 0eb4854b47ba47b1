package io.github.pgbackground.it.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import io.github.pgbackground.micrometer.WorkerPoolMetrics;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a Micrometer registry shows. */
@ExtendWith(PostgresExtension.class)
class MetricsTest {
  private final TestDatabase database;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  MetricsTest(TestDatabase database) {
    this.database = database;
  }

  private RequiredSearch meter(String name) {
    RequiredSearch found = registry.get("pgbackground." + name);
    String pool = String.valueOf(found.meter().getId().getTag("pool"));
    assertTrue(pool.contains("/" + database.name() + " as "), pool);
    return found;
  }

  private double gauge(String name) {
    return meter(name).gauge().value();
  }

  private double count(String name) {
    return meter("jobs." + name).counter().count();
  }

  @Test
  void workers_and_jobs_are_shown_as_they_are() throws Exception {
    try (WorkerPoolMetrics metrics = new WorkerPoolMetrics();
        Gate gate = Gate.in(database)) {
      metrics.bindTo(registry);
      try (Connection connection = database.connect()) {
        int pid = Sql.launch(connection, gate.query());
        gate.awaitArrival(pid);
        assertEquals(
            List.of(1.0, 1.0, 0.0, 0.0, 16.0),
            List.of(
                gauge("jobs.active"),
                gauge("workers"),
                gauge("workers.idle"),
                gauge("jobs.pending"),
                gauge("workers.max")));
        gate.open();
        Sql.result(connection, pid, "t text");
        assertEquals(1, count("completed"));
        assertTrue(meter("jobs.usage").timer().totalTime(TimeUnit.MILLISECONDS) > 0);
        assertEquals(1, meter("jobs.acquire").timer().count());
        Sql.error(
            "22012", () -> Sql.result(connection, Sql.launch(connection, "select 1/0"), "n int"));
      }
      assertEquals(
          List.of(2.0, 1.0, 1.0, 0.0, 0.0),
          List.of(
              count("launched"),
              count("completed"),
              count("failed"),
              count("cancelled"),
              count("refused")));
      Await.until("the pool is closed", () -> gauge("workers") == 0);
    }
    assertTrue(registry.getMeters().isEmpty());
  }

  @Test
  void the_counts_of_a_pool_go_on_in_the_next_one_and_a_binder_may_come_late() throws Exception {
    try (WorkerPoolMetrics metrics = new WorkerPoolMetrics();
        Connection connection = database.connect()) {
      Sql.result(connection, Sql.launch(connection, "select 1"), "n int");
      metrics.bindTo(registry);
      assertEquals(0, count("launched"), "what was before is not known");
      Sql.result(connection, Sql.launch(connection, "select 2"), "n int");
      connection.close();
      try (Connection next = database.connect()) {
        Sql.result(next, Sql.launch(next, "select 3"), "n int");
      }
      assertEquals(2, count("completed"));
    }
  }

  @Test
  void nothing_is_told_to_a_registry_whose_binder_is_closed() throws Exception {
    WorkerPoolMetrics metrics = new WorkerPoolMetrics();
    metrics.bindTo(registry);
    metrics.close();
    try (Connection connection = database.connect()) {
      Sql.result(connection, Sql.launch(connection, "select 1"), "n int");
    }
    assertTrue(registry.getMeters().isEmpty());
  }
}
