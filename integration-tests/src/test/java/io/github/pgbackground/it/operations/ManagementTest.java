package io.github.pgbackground.it.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.RunningJob;
import io.github.pgbackground.WorkerPoolMXBean;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The JMX bean of a pool of workers. */
@ExtendWith(PostgresExtension.class)
class ManagementTest {
  private final TestDatabase database;

  ManagementTest(TestDatabase database) {
    this.database = database;
  }

  private Connection connect(String... more) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.registerMbeans", "true");
    for (int i = 0; i < more.length; i += 2) {
      properties.setProperty(more[i], more[i + 1]);
    }
    return database.connect(properties);
  }

  @Test
  void a_pool_has_a_bean_while_it_is_there_and_only_if_the_property_says_so() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.result(connection, Sql.launch(connection, "select 1"), "n int");
      assertEquals(List.of(), Beans.in(database));
    }
    try (Connection connection = connect()) {
      assertEquals(List.of(), Beans.in(database), "there is no pool before the first launch");
      Sql.result(connection, Sql.launch(connection, "select 1"), "n int");
      assertTrue(
          Beans.in(database)
              .get(0)
              .toString()
              .matches("io.github.pgbackground:type=Pool \\(pgbackground-\\d+\\)"));
    }
    Await.until("the pool is closed", () -> Beans.in(database).isEmpty());
  }

  @Test
  void jobs_are_counted_by_how_they_end_before_their_readers_know() throws Exception {
    try (Connection connection = connect();
        Gate gate = Gate.in(database)) {
      Sql.result(connection, Sql.launch(connection, "select 1"), "n int");
      WorkerPoolMXBean bean = Beans.of(database);
      assertEquals(1, bean.getCompleted());
      Sql.error(
          "22012", () -> Sql.result(connection, Sql.launch(connection, "select 1/0"), "n int"));
      assertEquals(1, bean.getFailed());
      V2 cancelled = V2.launch(connection, gate.query());
      gate.awaitArrival(cancelled.pid());
      cancelled.call("cancel_v2");
      Sql.error("57P01", () -> cancelled.result("t text"));
      assertEquals(
          List.of(3L, 1L, 1L, 1L, 0L),
          List.of(
              bean.getLaunched(),
              bean.getCompleted(),
              bean.getFailed(),
              bean.getCancelled(),
              bean.getRefused()));
    }
  }

  @Test
  void running_idle_and_queued_are_what_they_are_now() throws Exception {
    try (Connection connection =
            connect("pgbackground.maxWorkers", "2", "pgbackground.overflow", "queue");
        Gate gate = Gate.in(database)) {
      Sql.result(connection, Sql.launch(connection, "select 1"), "n int");
      WorkerPoolMXBean bean = Beans.of(database);
      Await.until("the worker is idle", () -> bean.getIdle() == 1);
      assertEquals(0, bean.getRunning());
      assertEquals(2, bean.getMaxWorkers());
      Sql.launch(connection, gate.query());
      Sql.launch(connection, gate.query());
      int queued = Sql.launch(connection, "select 'in line'");
      gate.awaitArrivals(2);
      assertEquals(List.of(2, 0, 1), List.of(bean.getRunning(), bean.getIdle(), bean.getQueued()));
      gate.open();
      Sql.result(connection, queued, "t text");
      Await.until("all are idle", () -> bean.getIdle() == 2);
      assertEquals(List.of(0, 0), List.of(bean.getRunning(), bean.getQueued()));
    }
  }

  @Test
  void a_console_shows_what_its_operations_do_and_what_they_take() throws Exception {
    try (Connection connection = connect()) {
      Sql.launch(connection, "select 1");
      ObjectName name = Beans.in(database).get(0);
      Map<String, MBeanOperationInfo> operations =
          Stream.of(Beans.SERVER.getMBeanInfo(name).getOperations())
              .collect(Collectors.toMap(MBeanOperationInfo::getName, Function.identity()));
      assertEquals(Set.of("cancel", "drain", "resume"), operations.keySet());
      operations.forEach((called, does) -> assertNotEquals(called, does.getDescription()));
      assertEquals("pid", operations.get("cancel").getSignature()[0].getName());
    }
  }

  @Test
  void the_running_jobs_are_a_table_with_age_and_the_beginning_of_the_text() throws Exception {
    try (Connection connection = connect();
        Gate gate = Gate.in(database)) {
      String text = gate.query() + "\n  where " + "true and ".repeat(30) + "true";
      int pid = Sql.launch(connection, text);
      gate.awaitArrival(pid);
      ObjectName name = Beans.in(database).get(0);
      TabularData table =
          assertInstanceOf(TabularData.class, Beans.SERVER.getAttribute(name, "RunningJobs"));
      assertEquals(1, table.size());
      CompositeData row = table.get(new Object[] {pid});
      CompositeData job = (CompositeData) row.get("value");
      assertEquals(pid, job.get("pid"));
      assertEquals(pid, job.get("backendPid"));
      RunningJob seen = Beans.of(database).getRunningJobs().get(pid);
      assertTrue(seen.getSql().startsWith(gate.query() + " where true and"), seen.getSql());
      assertEquals(103, seen.getSql().length());
      long age = seen.getAgeMillis();
      Await.until(
          "it is older", () -> Beans.of(database).getRunningJobs().get(pid).getAgeMillis() > age);
      gate.open();
      Sql.result(connection, pid, "t text");
      assertEquals(0, Beans.of(database).getRunningJobs().size());
    }
  }

  @Test
  void a_job_can_be_cancelled_whether_it_runs_or_waits_in_line() throws Exception {
    try (Connection connection =
            connect("pgbackground.maxWorkers", "1", "pgbackground.overflow", "queue");
        Gate gate = Gate.in(database)) {
      int running = Sql.launch(connection, gate.query());
      gate.awaitArrival(running);
      int queued = Sql.launch(connection, "select 'in line'");
      WorkerPoolMXBean bean = Beans.of(database);
      assertEquals(0, bean.getRunningJobs().get(queued).getBackendPid());
      assertTrue(bean.cancel(queued));
      Sql.error("57014", () -> Sql.result(connection, queued, "t text"));
      assertTrue(bean.cancel(running));
      Sql.error("57014", () -> Sql.result(connection, running, "t text"));
      assertFalse(bean.cancel(running), "it has ended");
      assertFalse(bean.cancel(1), "there is none");
      assertEquals(2, bean.getCancelled());
    }
  }

  @Test
  void a_pool_that_drains_finishes_its_jobs_and_closes_its_connections() throws Exception {
    try (Connection connection = connect();
        Gate gate = Gate.in(database)) {
      int running = Sql.launch(connection, gate.query());
      Sql.result(connection, Sql.launch(connection, "select 1"), "n int");
      gate.awaitArrival(running);
      WorkerPoolMXBean bean = Beans.of(database);
      Await.until("one is idle", () -> bean.getIdle() == 1);
      bean.drain();
      assertTrue(bean.isDraining());
      Await.until("none is idle", () -> bean.getIdle() == 0);
      Sql.error("57P03", () -> Sql.launch(connection, "select 2"));
      assertEquals(1, bean.getRefused());
      gate.open();
      assertEquals(List.of("through"), Sql.result(connection, running, "t text"));
      Await.until(
          "only the session and the gate are connected",
          () ->
              "0"
                  .equals(
                      Sql.value(
                          connection,
                          "select count(*) from pg_stat_activity where pid = " + running)));
      assertEquals(0, bean.getRunning());
      assertEquals(0, bean.getIdle());
      bean.resume();
      assertFalse(bean.isDraining());
      assertEquals(
          List.of("3"), Sql.result(connection, Sql.launch(connection, "select 3"), "n int"));
    }
  }

  @Test
  void a_job_may_launch_others_while_its_pool_drains() throws Exception {
    try (Connection connection = connect();
        Gate gate = Gate.in(database)) {
      int running =
          Sql.launch(
              connection,
              gate.query()
                  + "; do $do$ begin perform * from pg_background_result(pg_background_launch("
                  + "'select 1')) as (n int); end $do$; select 'done'::text");
      gate.awaitArrival(running);
      Beans.of(database).drain();
      gate.open();
      assertEquals(List.of("done"), Sql.result(connection, running, "t text"));
    }
  }

  @Test
  void what_waits_in_files_is_counted_in_bytes() throws Exception {
    try (Connection connection = connect()) {
      int pid =
          Integer.parseInt(
              String.valueOf(
                  Sql.value(
                      connection,
                      "select pg_background_launch('select repeat(''x'', 1000) from"
                          + " generate_series(1, 10000)', 4096)")));
      WorkerPoolMXBean bean = Beans.of(database);
      Await.until("it has ended", () -> bean.getCompleted() == 1);
      long spilled = bean.getSpilledBytes();
      assertTrue(spilled > 5_000_000 && spilled < 11_000_000, () -> spilled + " bytes");
      assertEquals(10_000, Sql.result(connection, pid, "t text").size());
    }
  }
}
