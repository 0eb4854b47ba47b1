package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handles of pid and cookie: what they are, and who may use them. */
@ExtendWith(PostgresExtension.class)
class HandlesTest {
  @Test
  void each_attribute_of_a_call_is_a_launch_as_on_the_server(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.rows(connection, "select (pg_background_launch_v2('select 1')).*");
      assertEquals(2, V2.list(connection, "pid").size());
    }
  }

  @Test
  void parameters_may_be_of_any_type_that_the_server_would_take(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      V2 handle = V2.launch(connection, "select 7");
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select * from pg_background_result_v2(cookie => ?, pid => ?::int) as (x int)")) {
        statement.setLong(1, handle.cookie());
        statement.setString(2, Integer.toString(handle.pid()));
        assertEquals("bigint", typeName(statement, 1));
        assertEquals(List.of("7"), Sql.rows(statement.executeQuery()));
      }
      try (PreparedStatement statement =
          connection.prepareStatement("select pg_background_wait_v2(?, ?)")) {
        statement.setInt(1, 1);
        statement.setInt(2, 2);
        Sql.error("42704", statement::executeQuery);
        statement.setLong(1, 1);
        assertTrue(
            String.valueOf(Sql.error("42883", statement::executeQuery).getMessage())
                .contains("pg_background_wait_v2(bigint, "));
      }
    }
  }

  private static String typeName(PreparedStatement statement, int parameter) throws SQLException {
    return statement.getParameterMetaData().getParameterTypeName(parameter).equals("int8")
        ? "bigint"
        : "another";
  }

  @Test
  void cookies_are_all_different_and_never_zero(TestDatabase database) throws SQLException {
    Set<Long> cookies = new HashSet<>();
    try (Connection connection = database.connect()) {
      for (int i = 0; i < 10; i++) {
        V2 handle = V2.launch(connection, "select 1");
        assertTrue(cookies.add(handle.cookie()));
        handle.call("detach_v2");
      }
    }
    assertTrue(!cookies.contains(0L));
  }

  @Test
  void a_pid_alone_is_a_handle_with_the_cookie_zero(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      int pid = Sql.launch(connection, "select 7");
      Sql.value(connection, "select pg_background_wait_v2(" + pid + ", 0)");
      assertEquals(List.of("0"), V2.list(connection, "cookie"));
      assertEquals(
          List.of("7"),
          Sql.rows(connection, "select * from pg_background_result_v2(" + pid + ", 0) as (x int)"));
      V2 handle = V2.launch(connection, "select 8");
      assertEquals(List.of("8"), Sql.result(connection, handle.pid(), "x int"));
    }
  }

  @Test
  void nulls_are_answered_as_the_functions_say(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      assertEquals(
          List.of("null|null"),
          Sql.rows(connection, "select * from pg_background_launch_v2(null)"));
      assertEquals(
          List.of(),
          Sql.rows(connection, "select * from pg_background_result_v2(1, null) as (x int)"));
      assertEquals(
          List.of("null"),
          Sql.rows(connection, "select pg_background_wait_v2_timeout(1, 2, null)"));
      assertEquals(
          List.of("null"), Sql.rows(connection, "select pg_background_get_progress_v2(1, null)"));
      assertEquals(List.of(), V2.list(connection, "pid"));
    }
  }

  @Test
  void a_handle_is_for_roles_with_the_privileges_of_the_one_that_launched(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop role if exists it_handle_user; create role it_handle_user");
      try {
        V2 handle = V2.launch(connection, "select 7");
        Sql.execute(connection, "set role it_handle_user");
        assertEquals(
            "permission denied for background worker with PID \"" + handle.pid() + "\"",
            Sql.error("42501", () -> handle.call("wait_v2")).getMessage());
        Sql.error("42501", () -> handle.result("x int"));
        Sql.error("42501", handle::progress);
        Sql.error("42501", () -> Sql.result(connection, handle.pid(), "x int"));
        assertEquals(List.of(), V2.list(connection, "pid"));
        V2 own = V2.launch(connection, "select current_user::text");
        assertEquals(List.of(Integer.toString(own.pid())), V2.list(connection, "pid"));
        Sql.execute(connection, "reset role");
        assertEquals(2, V2.list(connection, "pid").size());
        assertEquals(List.of("it_handle_user"), own.result("x text"));
        assertEquals(List.of("7"), handle.result("x int"));
      } finally {
        Sql.execute(connection, "reset role; drop role it_handle_user");
      }
    }
  }
}
