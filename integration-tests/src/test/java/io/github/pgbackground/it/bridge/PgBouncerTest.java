package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.PgBouncer.Mode;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Calls on the server through a pooler. */
@ExtendWith(PostgresExtension.class)
class PgBouncerTest {
  private static final String JOB =
      "select x into r from pg_background_result(pg_background_launch('select 42')) as (x int);";

  private final TestDatabase database;

  PgBouncerTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void blocks_and_stored_functions_are_served_in_session_mode(@TempDir Path directory)
      throws Exception {
    assumeTrue(PgBouncer.isThere(), "this machine has no PgBouncer");
    try (PgBouncer pooler = PgBouncer.before(database, Mode.SESSION, directory)) {
      String url = pooler.through(database.url());
      assertEquals(List.of("42"), block(url));
      assertEquals(List.of("42"), block(url));
      try (Connection connection = DriverManager.getConnection(url)) {
        Sql.execute(connection, "create extension pg_background");
        Sql.execute(
            connection,
            "create function stored() returns int language plpgsql as $$ declare r int; begin "
                + JOB
                + " return r; end $$");
      }
      for (int i = 0; i < 3; i++) {
        try (Connection connection = DriverManager.getConnection(url)) {
          assertEquals("42", Sql.value(connection, "select stored()"));
        }
      }
      try (Connection connection = DriverManager.getConnection(url)) {
        Sql.execute(
            connection,
            "drop function stored; drop extension pg_background;"
                + " drop role if exists pgbackground_role");
      }
    }
  }

  @Test
  void nothing_is_served_in_transaction_mode_and_nothing_sticks(@TempDir Path directory)
      throws Exception {
    assumeTrue(PgBouncer.isThere(), "this machine has no PgBouncer");
    try (PgBouncer pooler = PgBouncer.before(database, Mode.TRANSACTION, directory);
        Connection here = database.connectPlain()) {
      String url = pooler.through(database.url());
      String kept =
          "select (select count(*) from pg_locks where locktype = 'advisory') || ' '"
              + " || (select count(*) from pg_proc where proname like 'pg\\_background\\_%') || ' '"
              + " || (select count(*) from pg_settings where source = 'session'"
              + " and name in ('search_path', 'synchronous_commit'))";
      for (int i = 0; i < 2; i++) {
        SQLException error = assertThrows(SQLException.class, () -> block(url));
        assertEquals("0A000", error.getSQLState());
        assertTrue(String.valueOf(error.getMessage()).contains("pool_mode = session"));
        try (Connection pooled = DriverManager.getConnection(pooler.through(database.plainUrl()))) {
          assertEquals("0 0 0", Sql.value(pooled, kept));
        }
      }
      Bridges.install(database);
      for (int i = 0; i < 2; i++) {
        try (Connection pooled = DriverManager.getConnection(url)) {
          SQLException error =
              assertThrows(
                  SQLException.class,
                  () -> Sql.value(pooled, "select pg_background_stats_v2()::text || 1"));
          assertEquals("0A000", error.getSQLState());
          assertTrue(String.valueOf(error.getMessage()).contains("pooler"), error.getMessage());
        }
      }
      String locks = "select count(*) from pg_locks where locktype = 'advisory'";
      Await.until("no lock is left", () -> "0".equals(Sql.value(here, locks)));
      Bridges.remove(database);
    }
  }

  private static List<String> block(String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("do $$ declare r int; begin " + JOB + " raise notice '%', r; end $$");
      return Sql.messages(statement.getWarnings());
    }
  }
}
