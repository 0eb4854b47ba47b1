package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the extension is installed, only who was granted its functions may call them. */
class PrivilegesTest extends RightsTest {
  PrivilegesTest(TestDatabase database) {
    super(database);
  }

  @Test
  void nobody_has_any_to_begin_with_but_the_role_that_is_made_for_it() throws SQLException {
    try (Connection connection = database.connect()) {
      String may =
          " from pg_proc where pronamespace = 'public'::regnamespace and has_function_privilege('";
      assertEquals(
          "0", Sql.value(connection, "select count(*)" + may + role + "', oid, 'execute')"));
      assertEquals(
          "15",
          Sql.value(connection, "select count(*)" + may + "pgbackground_role', oid, 'execute')"));
      assertEquals(
          "0|3",
          Sql.rows(
                  connection,
                  "select count(*) filter (where has_type_privilege('"
                      + role
                      + "', oid, 'usage')), count(*) filter (where"
                      + " has_type_privilege('pgbackground_role', oid, 'usage')) from pg_type where"
                      + " typname like 'pg\\_background%'")
              .get(0));
      assertEquals(
          "f",
          Sql.value(
              connection, "select rolcanlogin from pg_roles where rolname = 'pgbackground_role'"));
    }
  }

  @Test
  void revoking_undoes_what_granting_did_in_the_opposite_order() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      List<String> granted = printed(statement, "grant");
      assertEquals(18, granted.size());
      assertEquals("GRANT USAGE ON TYPE public.pg_background_stats TO " + role, granted.get(4));
      List<String> revoked = printed(statement, "revoke");
      List<String> expected = new ArrayList<>();
      for (String command : granted) {
        expected.add(command.replace("GRANT ", "REVOKE ").replace(" TO ", " FROM "));
      }
      Collections.reverse(expected);
      assertEquals(expected, revoked);
    }
  }

  private List<String> printed(Statement statement, String what) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select " + what + "_pg_background_privileges('" + role + "', true)")) {
      row.next();
      assertTrue(row.getBoolean(1));
      return Sql.messages(statement.getWarnings());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "launch#select pg_background_launch('create table never(x int)')",
        "launch#select * from pg_background_result(pg_background_launch("
            + "'create table never(x int)')) as (r text)",
        "detach#select pg_background_detach(pg_background_launch('create table never(x int)'))",
        "launch#select count(*) from pg_background_result(pg_background_launch("
            + "'create table never(x int)')) as (r text)",
        "submit_v2#select pid from pg_background_submit_v2('create table never(x int)')",
        "launch#select pg_background_launch('create table never(x int)') from generate_series(1, 3)",
        "launch#do $$begin perform pg_background_launch('create table never(x int)'); end$$",
      })
  void every_route_asks_for_them(String function, String call) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set role " + role);
      assertEquals(
          "permission denied for function pg_background_" + function,
          Sql.error("42501", () -> statement.execute(call)).getMessage());
      Sql.error("42501", () -> Sql.value(connection, call));
      statement.execute("reset role");
      assertEquals(null, Sql.value(connection, "select to_regclass('never')"));
    }
  }

  @Test
  void what_is_granted_is_asked_once_between_two_other_statements() throws SQLException {
    try (Connection connection = database.connect();
        Connection admin = database.admin();
        Statement statement = connection.createStatement()) {
      String backend = Sql.value(connection, "select pg_backend_pid()");
      String looked = "select state_change from pg_stat_activity where pid = " + backend;
      statement.execute("select pg_background_detach(pg_background_launch('select 1'))");
      String then = Sql.value(admin, looked);
      statement.execute("select pg_background_detach(pg_background_launch('select 2'))");
      assertEquals(then, Sql.value(admin, looked));
    }
  }

  @Test
  void the_older_name_of_the_parameter_is_understood_with_values_too() throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement grant =
            connection.prepareStatement(
                "select grant_pg_background_privileges(user_name => ?, print_commands => false)")) {
      grant.setString(1, role);
      assertEquals("t", Sql.value(grant.executeQuery()));
      assertEquals("grant_pg_background_privileges", grant.getMetaData().getColumnLabel(1));
      assertEquals(1, grant.getParameterMetaData().getParameterCount());
    }
  }

  @Test
  void the_role_can_be_dropped_when_nothing_is_granted_to_it() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.error("2BP01", () -> Sql.value(connection, "select pg_background_drop_executor_role()"));
      Sql.value(connection, "select revoke_pg_background_privileges('pgbackground_role')");
      Sql.value(connection, "select pg_background_drop_executor_role()");
      Sql.value(connection, "select pg_background_drop_executor_role()");
      assertEquals(
          "0",
          Sql.value(
              connection, "select count(*) from pg_roles where rolname = 'pgbackground_role'"));
    }
  }

  @Test
  void without_the_extension_the_server_does_not_know_the_functions() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop extension pg_background");
      assertEquals(
          "function grant_pg_background_privileges(unknown) does not exist",
          Sql.error(
                  "42883",
                  () -> Sql.value(connection, "select grant_pg_background_privileges('x')"))
              .getMessage());
      assertEquals(
          "function grant_pg_background_privileges(user_name => unknown) does not exist",
          Sql.error(
                  "42883",
                  () ->
                      Sql.value(
                          connection, "select grant_pg_background_privileges(user_name => 'x')"))
              .getMessage());
    }
  }
}
