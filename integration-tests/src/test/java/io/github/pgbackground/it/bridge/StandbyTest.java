package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.server.PrimaryAndStandby;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.ServerErrorMessage;

/** Calls that only the server sees, on a standby, which nobody can write an answer to. */
@Timeout(120)
class StandbyTest {
  private static final String BLOCK =
      "do $$ begin perform pg_background_launch('select 1'); end $$";

  @TempDir private Path directory;

  private static void assertNothingWasLaunched(Connection session) throws SQLException {
    assertEquals("0", Sql.value(session, "select workers_launched from pg_background_stats_v2()"));
    assertEquals(List.of("7"), Sql.result(session, Sql.launch(session, "select 7"), "n int"));
  }

  @Test
  void they_are_refused_and_launch_nothing() throws Exception {
    try (PrimaryAndStandby servers = PrimaryAndStandby.start(directory);
        Connection primary = DriverManager.getConnection(servers.url("primary"))) {
      try (Connection standby = DriverManager.getConnection(servers.url("secondary"))) {
        ServerErrorMessage error = Sql.error("25006", () -> Sql.execute(standby, BLOCK));
        assertTrue(String.valueOf(error.getHint()).contains("or stand in FROM"), error.getHint());
        assertNothingWasLaunched(standby);
      }
      Sql.execute(primary, "create extension pg_background");
      Sql.execute(
          primary,
          "create function stored() returns int language plpgsql as $$ begin return"
              + " pg_background_launch('select 1'); end $$");
      String committed = Sql.value(primary, "select pg_current_wal_insert_lsn()");
      try (Connection plain =
          DriverManager.getConnection(
              servers.url("secondary").replaceFirst("pgbackground", "postgresql"))) {
        Await.until(
            "the standby has replayed it",
            () ->
                "t"
                    .equals(
                        Sql.value(
                            plain, "select pg_last_wal_replay_lsn() >= '" + committed + "'")));
      }
      try (Connection standby = DriverManager.getConnection(servers.url("secondary"))) {
        for (String call : new String[] {"select stored()", BLOCK}) {
          ServerErrorMessage error = Sql.error("25006", () -> Sql.execute(standby, call));
          assertEquals("cannot execute pg_background_launch during recovery", error.getMessage());
          assertTrue(String.valueOf(error.getHint()).contains("or stand in FROM"), call);
        }
        assertNothingWasLaunched(standby);
      }
    }
  }
}
