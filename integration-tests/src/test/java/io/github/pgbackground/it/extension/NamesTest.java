package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ServerErrorMessage;

/** Names are looked up as the server looks them up, whoever serves the calls. */
@ExtendWith(PostgresExtension.class)
class NamesTest {
  private final TestDatabase database;
  private Connection connection;

  NamesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
  }

  @AfterEach
  void removeAll() throws SQLException {
    connection.close();
    Bridges.remove(database);
    try (Connection admin = database.connect()) {
      Sql.execute(admin, "drop schema if exists tools cascade");
      Sql.execute(admin, "drop function if exists public.pg_background_launch(text)");
    }
  }

  private void install() throws SQLException {
    Sql.execute(connection, "create schema tools; create extension pg_background schema tools");
  }

  private ServerErrorMessage notFound(String sql) {
    return Sql.error("42883", () -> Sql.execute(connection, sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch('select 1')",
        "select public.pg_background_launch('select 1')",
        "select * from pg_background_result(4711) as (n int)",
        "select n + 1 from pg_background_result(4711) as (n int)",
        "select count(*) from pg_background_result(pg_background_launch('select 1')) as (n int)",
        "select case when true then pg_background_launch('select 1') end",
        "do $$ begin perform pg_background_launch('select 1'); end $$",
      })
  void a_function_that_is_not_on_the_search_path_is_not_found(String sql) throws SQLException {
    install();
    ServerErrorMessage error = notFound(sql);
    assertTrue(
        String.valueOf(error.getMessage())
            .matches("function .*pg_background_\\w+\\(.*\\) does not exist"),
        error.toString());
    if (!sql.startsWith("do")) {
      assertEquals(
          sql.lastIndexOf(sql.contains("public") ? "public" : "pg_background"),
          error.getPosition() - 1);
    }
    connection.setAutoCommit(false);
    notFound(sql);
    Sql.error("25P02", () -> Sql.execute(connection, "select 1"));
    connection.rollback();
    assertEquals(
        "0", Sql.value(connection, "select (tools.pg_background_stats_v2()).workers_launched"));
    connection.rollback();
  }

  @Test
  void as_soon_as_it_is_on_the_search_path_it_is_found() throws SQLException {
    install();
    try (PreparedStatement launch = connection.prepareStatement("select pg_background_launch(?)")) {
      launch.setString(1, "select 1");
      Sql.error("42883", launch::executeQuery);
      Sql.execute(connection, "set search_path = tools, public");
      for (int i = 0; i < 7; i++) {
        int pid = Integer.parseInt(String.valueOf(Sql.value(launch.executeQuery())));
        assertEquals(List.of("1"), Sql.result(connection, pid, "n int"));
      }
      Sql.execute(connection, "reset search_path");
      Sql.error("42883", launch::executeQuery);
      Sql.execute(connection, "alter extension pg_background set schema public");
      assertEquals(
          List.of("1"),
          Sql.result(
              connection,
              Integer.parseInt(String.valueOf(Sql.value(launch.executeQuery()))),
              "n int"));
    }
  }

  @Test
  void a_function_of_the_applications_own_is_called_where_the_server_would_call_it()
      throws SQLException {
    install();
    Sql.execute(
        connection,
        "create function public.pg_background_launch(text) returns int language sql as 'select 7'");
    String call = "select pg_background_launch('select 1'::text)";
    assertEquals("7", Sql.value(connection, call));
    Sql.execute(connection, "set search_path = public, tools");
    assertEquals("7", Sql.value(connection, call));
    Sql.execute(connection, "set search_path = tools, public");
    int pid = Integer.parseInt(String.valueOf(Sql.value(connection, call)));
    assertEquals(List.of("1"), Sql.result(connection, pid, "n int"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select tools.stored()",
        "insert into tools.fired values (1)",
        "do $$ begin perform tools.stored(); end $$",
        "do $$ begin execute 'select pg_back' || 'ground_launch(''select 1'')'; end $$",
        "do $$ begin perform pg_background_stats_v2(); perform tools.stored(); end $$",
      })
  void where_nothing_is_installed_the_hint_says_what_helps_code_on_the_server(String sql)
      throws SQLException {
    Sql.execute(
        connection,
        "create schema tools; create function tools.stored() returns int language plpgsql as $$"
            + " begin return pg_background_launch('select 1'); end $$;"
            + " create function tools.fire() returns trigger language plpgsql as $$ begin perform"
            + " public.pg_background_launch('select 1'); return new; end $$;"
            + " create table tools.fired(n int); create trigger fire before insert on tools.fired"
            + " for each row execute function tools.fire()");
    String hint = String.valueOf(notFound(sql).getHint());
    assertTrue(hint.startsWith("No function matches"), hint);
    assertTrue(hint.endsWith("CREATE EXTENSION pg_background."), hint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch(now())",
        "select pg_background_launch()",
        "do $$ begin perform pg_background_launch(now()); end $$",
        "select pg_background_nosuch(1)",
        "select nosuch('pg_background_launch(1)')",
      })
  void calls_that_are_wrong_get_no_such_hint(String sql) {
    String hint = String.valueOf(notFound(sql).getHint());
    assertFalse(hint.contains("CREATE EXTENSION"), hint);
  }
}
