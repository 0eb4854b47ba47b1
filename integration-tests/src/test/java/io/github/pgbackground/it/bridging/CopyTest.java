package io.github.pgbackground.it.bridging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.PGCopyInputStream;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ServerErrorMessage;

/** {@code COPY (query) TO STDOUT} whose query has calls, with nothing installed and installed. */
@ExtendWith(PostgresExtension.class)
class CopyTest {
  private static final String RESULT = "pg_background_result(pg_background_launch('select 6 * 7'))";

  private final TestDatabase database;

  CopyTest(TestDatabase database) {
    this.database = database;
  }

  private static String copied(Connection connection, String query) throws Exception {
    return copied(connection.unwrap(PGConnection.class).getCopyAPI(), query);
  }

  private static String copied(CopyManager copying, String query) throws Exception {
    StringWriter rows = new StringWriter();
    copying.copyOut("copy (" + query + ") to stdout", rows);
    return rows.toString();
  }

  @Test
  void a_manager_that_the_application_has_made_copies_as_the_connections_own() throws Exception {
    try (Connection connection = database.connect()) {
      CopyManager own = new CopyManager((BaseConnection) connection);
      assertEquals("42\n", copied(own, "select n from " + RESULT + " as (n int)"));
      assertEquals(
          "1\t42\n",
          copied(
              new CopyManager(connection.unwrap(BaseConnection.class)),
              "select i, n from generate_series(1, 1) i, lateral " + RESULT + " as r(n int)"));
      assertEquals("plain\n", copied(own, "select 'plain'"));
      Sql.error("42883", () -> copied(own, "select pg_background_launch(now())"));
      connection.setAutoCommit(false);
      assertEquals("42\n", copied(own, "select n from " + RESULT + " as (n int)"));
      connection.rollback();
      assertEquals("42\n", copied(own, "select n from " + RESULT + " as (n int)"));
      connection.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_server_makes_the_calls_of_the_query(boolean installed) throws Exception {
    try (Connection connection = database.connect()) {
      if (installed) {
        Sql.execute(connection, "create extension pg_background");
      }
      try {
        for (boolean autoCommit : new boolean[] {true, false}) {
          connection.setAutoCommit(autoCommit);
          assertCopies(connection);
          if (!autoCommit) {
            connection.commit();
          }
        }
      } finally {
        connection.setAutoCommit(true);
        if (installed) {
          Sql.execute(
              connection, "drop extension pg_background; drop role if exists pgbackground_role");
        }
      }
    }
  }

  private static void assertCopies(Connection connection) throws Exception {
    assertEquals("42\n", copied(connection, "select n from " + RESULT + " as (n int)"));
    assertEquals(
        "1\t42\n2\t42\n3\t42\n",
        copied(
            connection,
            "select i, n from generate_series(1, 3) i, lateral " + RESULT + " as r(n int)"));
    String each =
        "copy (select i, pg_background_launch('select ' || i) > 0 from generate_series(1, 2) i)"
            + " to stdout csv";
    try (PGCopyInputStream stream =
        new PGCopyInputStream(connection.unwrap(PGConnection.class), each)) {
      assertEquals("1,t\n2,t\n", new String(stream.readAllBytes(), StandardCharsets.US_ASCII));
    }
    assertEquals("plain\n", copied(connection, "select 'plain'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg_background_launch(now())", "nosuch(pg_background_launch('x'))"})
  void what_the_server_says_against_it_is_about_the_applications_text(String call)
      throws SQLException {
    try (Connection connection = database.connect()) {
      ServerErrorMessage error =
          Sql.error("42883", () -> copied(connection, "select 'é', " + call));
      assertEquals("copy (select 'é', ".length() + 1, error.getPosition());
      String said = String.valueOf(error.getMessage());
      assertEquals(-1, said.indexOf("pg_temp"), said);
      assertEquals("1", Sql.value(connection, "select 1"));
    }
  }
}
