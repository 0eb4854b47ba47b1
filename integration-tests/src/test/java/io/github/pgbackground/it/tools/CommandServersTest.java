package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.PgBouncer;
import io.github.pgbackground.it.faults.Proxy;
import io.github.pgbackground.it.server.PrimaryAndStandby;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the check says of servers that are not as others. */
@ExtendWith(PostgresExtension.class)
class CommandServersTest {

  @Test
  void a_read_replica_is_told_and_jobs_run_there(@TempDir Path directory) throws Exception {
    try (PrimaryAndStandby servers = PrimaryAndStandby.start(directory)) {
      JarRun run = JarRun.check(servers.url("secondary"));
      assertEquals(0, run.status(), run.toString());
      assertTrue(run.finding("note", "server").contains("read replica"));
      assertEquals(1, run.findings("ok", "launch").size());
      assertEquals(0, run.findings("ok", "in PL/pgSQL").size());
    }
  }

  @Test
  void a_pooler_is_told(TestDatabase database, @TempDir Path directory) throws Exception {
    assumeTrue(PgBouncer.isThere(), "this machine has no PgBouncer");
    try (PgBouncer pooler = PgBouncer.before(database, PgBouncer.Mode.SESSION, directory)) {
      JarRun run = JarRun.check(pooler.through(database.url()));
      assertEquals(0, run.status(), run.toString());
      assertTrue(run.finding("note", "server").contains("There is a pooler before it."));
    }
  }

  @Test
  void a_server_that_says_nothing_is_given_up(TestDatabase database) throws Exception {
    try (Proxy proxy = Proxy.to(database)) {
      proxy.silenceNew();
      JarRun run = JarRun.check(proxy.through(database.url()) + "&loginTimeout=2");
      assertEquals(2, run.status(), run.toString());
      assertTrue(run.finding("problem", "connection").contains("\n-> "));
    }
  }
}
