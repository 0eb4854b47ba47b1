package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

/** Virtual threads are there from Java 21 on; below 24 pgjdbc or a library may pin them. */
@ExtendWith(PostgresExtension.class)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {
  private final TestDatabase database;

  VirtualThreadsTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_virtual_thread_that_waits_for_a_job_does_not_keep_its_carrier() throws Exception {
    try (OtherJvm other =
        OtherJvm.start(
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            WaitOnVirtualThreads.class,
            database.url())) {
      Assertions.assertTimeoutPreemptively(Await.PATIENCE, () -> other.awaitLine("done"));
      assertEquals(0, other.awaitEnd());
    }
  }

  @Test
  void jobs_of_many_virtual_threads_are_all_done_and_each_reads_its_own() throws Exception {
    try (Connection owner = database.connectPlain()) {
      Sql.execute(owner, "create table done (n int)");
      try (OtherJvm other = OtherJvm.start(ManyVirtualThreads.class, database.url())) {
        Assertions.assertTimeoutPreemptively(Await.PATIENCE, () -> other.awaitLine("done"));
        assertEquals(0, other.awaitEnd());
        assertEquals("200", Sql.value(owner, "select count(distinct n) from done"));
      } finally {
        Sql.execute(owner, "drop table done");
      }
    }
  }
}
