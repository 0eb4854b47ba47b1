package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.ServerErrorMessage;

/**
 * Statements that were prepared with calls of temporary functions: the server looks up their names
 * anew when they are executed and the functions are not what they were.
 */
@ExtendWith(PostgresExtension.class)
class PreparedStatementsTest {
  private final TestDatabase database;

  PreparedStatementsTest(TestDatabase database) {
    this.database = database;
  }

  private static final String PREPARE =
      "prepare p(int) as select pg_background_detach(pg_background_launch('select 1')), $1";

  private static void plantReplacement(Scene scene) throws SQLException {
    scene.plant(
        "evil.instead() returns int",
        "execute 'discard temp';"
            + "create function pg_temp.pg_background_launch(text, int default 0) returns int"
            + " language plpgsql as $trap$ begin insert into vault.gold select current_user;"
            + " return 1; end $trap$;"
            + "create function pg_temp.pg_background_detach(int) returns void"
            + " language plpgsql as $trap$ begin end $trap$; return 1;");
  }

  /** What JDBC prepares, or adds to a batch, before the session has prepared what that executes. */
  @Test
  void nor_by_what_was_made_before_they_were_prepared() throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.TEMPORARY);
        PreparedStatement execute = scene.session().prepareStatement("execute p(1)");
        PreparedStatement entries = scene.session().prepareStatement("execute p(2)");
        CallableStatement call = scene.session().prepareCall("execute p(3)");
        Statement batch = scene.session().createStatement()) {
      entries.addBatch();
      batch.addBatch("execute p(4)");
      Sql.execute(scene.session(), PREPARE);
      plantReplacement(scene);
      Sql.execute(scene.session(), "select evil.instead()");
      Sql.error("42723", execute::execute);
      Sql.error("42723", call::execute);
      assertThrows(SQLException.class, entries::executeBatch);
      assertThrows(SQLException.class, batch::executeBatch);
      assertEquals(List.of(), Sql.rows(scene.session(), "select * from vault.gold"));
      Sql.execute(scene.session(), "discard temp");
      scene.assertNothingRan();
    }
  }

  @Test
  void what_was_made_before_they_were_prepared_finds_functions_that_had_gone() throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement execute = connection.prepareStatement("execute p(1)");
        Statement batch = connection.createStatement()) {
      batch.addBatch("create temp table made as execute p(2)");
      Sql.execute(
          connection,
          "prepare p(int) as select pg_background_launch('select 1') > 0 as ran, $1 as n");
      for (int i = 0; i < 7; i++) {
        Sql.execute(connection, "discard temp");
        assertEquals(List.of("t|1"), Sql.rows(execute.executeQuery()));
      }
      Sql.execute(connection, "discard temp");
      batch.executeBatch();
      assertEquals("2", Sql.value(connection, "select n from made where ran"));
    }
  }

  /** Somebody else makes his functions only when the statements have been prepared. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select evil.instead()|execute p(1)|42723",
        "select evil.instead()|execute \"Q 1\"|42723",
        "select evil.instead()|explain (analyze, costs off) execute p(1)|42723",
        "select evil.instead()|create temp table t as execute p(1)|42723",
        "select evil.instead()|do $$ begin execute 'execute p(1)'; end $$|42723",
        "select evil.instead()|select 1; execute p(1)|42723",
        "select 1|select evil.instead(); execute p(1)|42723",
        "select 1|execute p(evil.instead())|42501",
        "select 1|explain analyze execute p(evil.instead())|42501",
        "select 1|do $$ begin perform evil.instead(); execute 'execute p(1)'; end $$|42501",
        "select evil.instead()|execute p(pg_background_launch('select 2'))|42723",
        "select 1|execute p(pg_background_launch('select 2') + evil.instead())|42501",
        "select 1|execute other(pg_background_launch('select 2') + evil.instead())|42501",
        "select 1|explain analyze execute other(pg_background_launch('x') + evil.instead())|42501",
        "select 1|create temp table t as execute other(pg_background_launch('x'))|42501",
      })
  void what_has_been_put_in_the_place_of_temporary_functions_is_not_called(
      String before, String execute, String state) throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.TEMPORARY)) {
      Sql.execute(scene.session(), PREPARE);
      Sql.execute(
          scene.session(),
          "prepare \"Q 1\" as select pg_background_detach(pg_background_launch('select 1'));"
              + " prepare other(int) as select $1");
      plantReplacement(scene);
      Sql.execute(scene.session(), before);
      Sql.error(state, () -> Sql.execute(scene.session(), execute));
      assertEquals(List.of(), Sql.rows(scene.session(), "select * from vault.gold"));
      Sql.execute(scene.session(), "discard temp");
      scene.assertNothingRan();
    }
  }

  @Test
  void they_find_the_functions_that_went_with_a_rollback() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "prepare p(text) as select pg_background_launch($1) > 0");
      assertEquals("t", Sql.value(connection, "execute p('select 1')"));
      connection.rollback();
      assertEquals("t", Sql.value(connection, "execute p('select 1')"));
      connection.commit();
      Sql.execute(connection, "discard temp");
      connection.commit();
      assertEquals("t", Sql.value(connection, "execute p('select 1')"));
      connection.commit();
    }
  }

  @Test
  void their_errors_are_those_of_the_statement_itself() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "prepare p as select pg_background_launch(n::text, 1) from generate_series(1, 2) n");
      ServerErrorMessage direct =
          Sql.error(
              "22023",
              () ->
                  Sql.rows(
                      connection,
                      "select pg_background_launch(n::text, 1) from generate_series(1, 2) n"));
      ServerErrorMessage executed = Sql.error("22023", () -> Sql.rows(connection, "execute p"));
      assertEquals(direct.getMessage(), executed.getMessage());
      assertNull(executed.getWhere());
    }
  }

  @Test
  void others_of_the_same_session_are_passed_on() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Sql.execute(connection, "prepare p as select pg_background_launch('select 1')");
      Sql.execute(connection, "prepare other as values (1), (2)");
      Sql.execute(connection, "discard temp");
      connection.setReadOnly(true);
      assertEquals(
          List.of("1", "2"),
          Sql.rows(statement.executeQuery("execute other")),
          "nothing that needs temporary functions");
    }
  }
}
