package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.ServerErrorMessage;

/** Code on the server that catches a worker's error learns what it is about, and JDBC does. */
@ExtendWith(PostgresExtension.class)
class ErrorFieldsTest {
  private final TestDatabase database;

  ErrorFieldsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create domain small as int constraint is_small check (value < 10);"
              + " create table kept(id int constraint kept_once primary key, name text not null);"
              + " insert into kept values (1, 'one')");
    }
  }

  @AfterEach
  void remove() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop table kept; drop domain small");
    }
    Bridges.remove(database);
  }

  private static String call(String job) {
    return "perform * from pg_background_result(pg_background_launch($job$"
        + job
        + "$job$))"
        + " as (r text)";
  }

  private static String caught(Connection connection, String job) throws SQLException {
    Sql.execute(
        connection,
        "do $$ declare s text; t text; c text; d text; n text; begin "
            + call(job)
            + "; exception when others then get stacked diagnostics s = schema_name,"
            + " t = table_name, c = column_name, d = pg_datatype_name, n = constraint_name;"
            + " insert into noted values (concat_ws('|', s, t, c, d, n)); end $$");
    return String.valueOf(Sql.value(connection, "delete from noted returning what"));
  }

  @ParameterizedTest
  @EnumSource(Scene.Form.class)
  void a_constraint_a_column_a_type_and_their_names(Scene.Form form) throws SQLException {
    if (form == Scene.Form.INSTALLED) {
      Bridges.install(database);
    }
    String again = "insert into kept values (1, 'again')";
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create temp table noted(what text)");
      assertEquals("public|kept|||kept_once", caught(connection, again));
      assertEquals("public|kept|name||", caught(connection, "insert into kept values (2, null)"));
      assertEquals("public|||small|is_small", caught(connection, "select 11::small"));
      assertEquals("||||", caught(connection, "select 1 / 0"));

      ServerErrorMessage sent =
          Sql.error(
              "23505", () -> Sql.execute(connection, "do $$ begin " + call(again) + "; end $$"));
      assertEquals(
          List.of("public", "kept", "kept_once"),
          List.of(
              String.valueOf(sent.getSchema()),
              String.valueOf(sent.getTable()),
              String.valueOf(sent.getConstraint())));
      assertNull(sent.getColumn());
      assertNull(sent.getDatatype());
    }
  }
}
