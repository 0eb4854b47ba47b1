package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A database in which a driver of an earlier day has installed the extension: revision 1, as it was
 * then.
 */
@ExtendWith(PostgresExtension.class)
class OlderBridgeTest {
  private static final String NEEDED =
      "An older version of this driver has installed pg_background in this database; run"
          + " ALTER EXTENSION pg_background UPDATE.";

  /** What users have granted and built upon; it must still be the same. */
  private static final String USED =
      "select p.oid || ' ' || p.proname || ' ' || coalesce(p.proacl::text, '') from pg_proc p"
          + " where p.proname like '%pg\\_background\\_%' order by 1";

  private static final String BEHIND =
      "select string_agg(proname || ' ' || prosrc, ' ' order by proname, prosrc) from pg_proc"
          + " where pronamespace = 'pgbackground_bridge'::regnamespace";

  private final TestDatabase database;

  OlderBridgeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws Exception {
    try (Connection connection = database.connectPlain();
        InputStream script =
            OlderBridgeTest.class.getResourceAsStream("/extension/revision-1.sql")) {
      Sql.execute(
          connection,
          new String(
              Objects.requireNonNull(script, "revision-1.sql").readAllBytes(),
              StandardCharsets.UTF_8));
      Sql.execute(
          connection,
          "create function stored() returns text language plpgsql as $$ declare r text; begin"
              + " select x || n into r from pg_background_result(pg_background_launch("
              + "'select ''through'', 42')) as (x text, n int); return r; end $$");
    }
    // What this JVM knew of the database is not true any more.
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create extension if not exists pg_background");
    }
  }

  @AfterEach
  void remove() throws SQLException {
    Bridges.remove(database);
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop function if exists stored()");
    }
  }

  private static void assertServes(Connection connection) throws SQLException {
    assertEquals("through42", Sql.value(connection, "select stored()"));
    Sql.error(
        "22012",
        () ->
            Sql.execute(
                connection,
                "do $$ begin perform * from pg_background_result(pg_background_launch("
                    + "'select 1 / 0')) as (x int); end $$"));
  }

  @Test
  void its_calls_are_served_and_each_connection_says_that_it_is_to_be_renewed() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Connection connection = database.connect()) {
        assertEquals(List.of(NEEDED), Sql.messages(connection.getWarnings()));
        assertServes(connection);
      }
    }
  }

  @Test
  void an_update_renews_it_for_sessions_that_have_used_it_too() throws Exception {
    try (Connection before = database.connect();
        Connection updating = database.connect();
        Statement statement = updating.createStatement()) {
      assertServes(before);
      List<String> used = Sql.rows(updating, USED);
      String behind = Sql.value(updating, BEHIND);
      statement.execute("alter extension pg_background update");
      assertNull(statement.getWarnings());
      assertEquals(used, Sql.rows(updating, USED));
      assertNotEquals(behind, Sql.value(updating, BEHIND));
      assertServes(before);
      assertServes(updating);
      try (Connection after = database.connect()) {
        assertNull(after.getWarnings());
        assertServes(after);
      }
    }
  }

  @Test
  void an_update_gives_what_a_new_installation_has() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "alter extension pg_background update");
      List<String> renewed = sources(connection);
      Sql.execute(connection, "drop extension pg_background; create extension pg_background");
      assertEquals(sources(connection), renewed);
    }
  }

  /** All functions, without what is another in each installation. */
  private static List<String> sources(Connection connection) throws SQLException {
    return Sql.rows(
        connection,
        "select regexp_replace(proname || ' ' || prosrc || ' ' || proargtypes::text || ' '"
            + " || coalesce(proconfig::text, '') || coalesce(obj_description(oid, 'pg_proc'), ''),"
            + " '_[0-9a-f]{16}', '', 'g') from pg_proc"
            + " where pronamespace = 'pgbackground_bridge'::regnamespace"
            + " and proname <> 'revision' or proname like '%pg\\_background\\_%' order by 1");
  }

  @Test
  void an_update_that_is_rolled_back_changes_nothing() throws Exception {
    try (Connection connection = database.connect()) {
      String behind = Sql.value(connection, BEHIND);
      connection.setAutoCommit(false);
      Sql.execute(connection, "alter extension pg_background update");
      assertEquals("through42", Sql.value(connection, "select stored()"));
      connection.rollback();
      assertEquals(behind, Sql.value(connection, BEHIND));
      assertEquals("through42", Sql.value(connection, "select stored()"));
      connection.commit();
    }
    try (Connection connection = database.connect()) {
      assertEquals(List.of(NEEDED), Sql.messages(connection.getWarnings()));
    }
  }

  /** Everybody could call what the functions were made of then. */
  @Test
  void who_was_granted_a_function_may_call_it_after_the_update_too() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String role = Installed.role(statement, "user");
      try {
        statement.execute(
            "grant execute on function pg_background_launch(text, int), pg_background_result(int)"
                + " to "
                + role);
        statement.execute("set role " + role);
        assertEquals("through42", Sql.value(connection, "select stored()"));
        statement.execute("reset role");
        statement.execute("alter extension pg_background update");
        statement.execute("set role " + role);
        assertEquals("through42", Sql.value(connection, "select stored()"));
        statement.execute("reset role");
        assertEquals(
            "0",
            Sql.value(
                connection,
                "select count(*) from pg_proc as p, aclexplode(coalesce(p.proacl, acldefault('f',"
                    + " p.proowner))) as a where p.pronamespace ="
                    + " 'pgbackground_bridge'::regnamespace and a.grantee = 0"));
      } finally {
        statement.execute("reset role");
        Installed.dropRole(statement, role);
      }
    }
  }
}
