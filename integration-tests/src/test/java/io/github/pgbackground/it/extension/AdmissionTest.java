package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever may call one of the functions may call what they are made of, which the server asks of
 * him too; nobody else may.
 */
class AdmissionTest extends RightsTest {
  private static final String BLOCK =
      "do $$ begin perform r.x from pg_background_result(pg_background_launch('select 1'))"
          + " as r(x int); end $$";

  AdmissionTest(TestDatabase database) {
    super(database);
  }

  @Test
  void no_function_is_executable_by_public() throws SQLException {
    try (Connection connection = database.connect()) {
      assertEquals(
          List.of(),
          Sql.rows(
              connection,
              "select p.oid::regprocedure from pg_proc as p, aclexplode(coalesce(p.proacl,"
                  + " acldefault('f', p.proowner))) as a where p.oid >= 16384 and a.grantee = 0 and"
                  + " (p.pronamespace = 'pgbackground_bridge'::regnamespace or p.proname like"
                  + " '%pg\\_background%')"));
    }
  }

  /**
   * The server asks for the right to each function that a function calls, of the job's user. So who
   * was granted one function has what all are made of; but that looks itself whether its caller may
   * call the function that he asks for, or gives back nothing but what it is given or what he may
   * look at anyway.
   */
  @Test
  void what_the_functions_are_made_of_gives_nobody_more_than_he_has_been_granted()
      throws SQLException {
    try (Connection connection = database.connect()) {
      assertEquals(List.of(), inner(connection));
      Sql.execute(connection, "grant execute on function pg_background_progress to " + role);
      assertEquals(
          List.of(
              "pgbackground_admit",
              "pgbackground_ask",
              "pgbackground_description",
              "pgbackground_fitted",
              "pgbackground_hidden",
              "pgbackground_list",
              "pgbackground_mismatched",
              "pgbackground_misplaced",
              "pgbackground_request",
              "pgbackground_rows_arrays",
              "pgbackground_rows_query",
              "pgbackground_settings",
              "pgbackground_settings_then"),
          inner(connection));
      String request =
          Sql.value(
              connection,
              "select proname from pg_proc where pronamespace = 'pgbackground_bridge'::regnamespace"
                  + " and proname like 'pgbackground_request%'");
      List<String> functions =
          Sql.rows(
              connection,
              "select proname from pg_proc where pronamespace = 'public'::regnamespace and proname"
                  + " like 'pg\\_background\\_%' and proname !~ 'progress$|role$'");
      assertEquals(14, functions.size());
      Sql.execute(connection, "set role " + role);
      for (String function : functions) {
        for (String asking : new String[] {request, "pgbackground_ask"}) {
          assertEquals(
              "permission denied for function " + function,
              Sql.error(
                      "42501",
                      () ->
                          Sql.execute(
                              connection,
                              "select pgbackground_bridge."
                                  + asking
                                  + "('"
                                  + function
                                  + "', array['select 1', '0', '0'], null)"))
                  .getMessage());
        }
      }
      Sql.execute(connection, "reset role");
    }
  }

  /** Those inner functions that the role may execute, without what is another name each time. */
  private List<String> inner(Connection connection) throws SQLException {
    return Sql.rows(
        connection,
        "select regexp_replace(proname, '_[0-9a-f]{16}$', '') from pg_proc where pronamespace ="
            + " 'pgbackground_bridge'::regnamespace and has_function_privilege('"
            + role
            + "', oid, 'execute') order by 1");
  }

  @Test
  void what_the_functions_are_made_of_cannot_be_called_instead() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set role " + role);
      String message =
          Sql.error(
                  "42501",
                  () ->
                      statement.execute(
                          "do $$declare f text := (select oid::regproc from pg_proc"
                              + " where proname ~ '^pgbackground_request'"
                              + " and pronamespace = 'pgbackground_bridge'::regnamespace);"
                              + " begin execute 'select ' || f || '(''pg_background_launch'',"
                              + " array[''create table never(x int)'', ''0''], null)'; end$$"))
              .getMessage();
      assertTrue(
          message.startsWith("permission denied for function pgbackground_request_"), message);
      statement.execute("reset role");
      assertEquals(null, Sql.value(connection, "select to_regclass('never')"));
    }
  }

  @Test
  void one_function_may_be_granted_without_the_others() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertEquals(
          0, granted(statement, "grant execute on function pg_background_launch(text, int)"));
      statement.execute("set role " + role);
      int pid = Sql.launch(connection, "select 7");
      assertEquals(
          "permission denied for function pg_background_result",
          Sql.error("42501", () -> Sql.result(connection, pid, "x int")).getMessage());
      statement.execute("reset role");
      granted(statement, "grant all on routine public.pg_background_result(int)");
      statement.execute("set role " + role);
      assertEquals(List.of("7"), Sql.result(connection, pid, "x int"));
      statement.execute(BLOCK);
    }
  }

  private int granted(Statement statement, String what) throws SQLException {
    statement.execute(what + " to " + role);
    return statement.getUpdateCount();
  }

  @Test
  void whoever_has_no_function_left_has_nothing_of_them_and_may_be_dropped() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String other = Installed.role(statement, "other");
      Sql.value(connection, "select grant_pg_background_privileges('" + other + "')");
      Sql.value(connection, "select revoke_pg_background_privileges('" + other + "')");
      statement.execute("drop role " + other);
      other = Installed.role(statement, "other");
      statement.execute(
          "grant execute on function pg_background_launch, pg_background_progress to " + other);
      statement.execute("revoke execute on function pg_background_launch from " + other);
      String granted = other;
      Sql.error("2BP01", () -> statement.execute("drop role " + granted));
      statement.execute("revoke execute on function pg_background_progress from " + other);
      statement.execute("drop role " + other);
    }
  }

  @Test
  void a_grant_in_a_transaction_is_taken_back_with_it() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      granted(statement, "grant execute on function pg_background_launch(text, int)");
      assertEquals(13, inner(connection).size());
      connection.rollback();
      assertEquals(List.of(), inner(connection));
      connection.rollback();
    }
  }

  @Test
  void whoever_may_grant_a_function_admits_others_to_what_it_is_made_of() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String other = Installed.role(statement, "other");
      statement.execute(
          "grant execute on function pg_background_launch to " + other + " with grant option");
      statement.execute("set role " + other);
      granted(statement, "grant execute on function pg_background_launch(text, int)");
      Sql.error(
          "42501", () -> granted(statement, "grant execute on function pg_background_result"));
      statement.execute("set role " + role);
      Sql.launch(connection, "select 7");
      statement.execute("do $$ begin perform pg_background_launch('select 8'); end $$");
      statement.execute("reset role");
      statement.execute("drop owned by " + other + " cascade");
      statement.execute("drop role " + other);
    }
  }

  @Test
  void a_grant_to_everybody_is_one() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "grant execute on function pg_background_launch(text, int), pg_background_result(int) to public");
      statement.execute("set role " + role);
      statement.execute(BLOCK);
      statement.execute("reset role");
      statement.execute(
          "revoke execute on routine pg_background_launch(text, int), pg_background_result(int) from public");
      assertEquals(List.of(), inner(connection));
    }
  }

  @Test
  void a_function_of_the_owners_own_with_such_a_name_admits_nobody() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create function pg_background_run() returns int language sql as 'select 1'");
      Sql.value(connection, "select grant_pg_background_privileges('pgbackground_role')");
      assertEquals(List.of(), inner(connection));
      statement.execute("drop function pg_background_run()");
    }
  }

  @Test
  void what_another_program_has_granted_works_from_the_next_update_on() throws SQLException {
    try (Connection psql = database.connectPlain()) {
      assertWorksFromTheNextUpdateOn(
          psql,
          "grant execute on function pg_background_launch(text, int), pg_background_result(int)");
    }
  }

  @Test
  void what_code_has_granted_does_so_too() throws SQLException {
    try (Connection connection = database.connect()) {
      assertWorksFromTheNextUpdateOn(
          connection,
          "do $$ begin execute 'grant execute on all functions in schema public to "
              + role
              + "';"
              + " end $$ --");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"functions", "routines"})
  void a_grant_of_all_functions_is_one_of_these(String kind) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(" Grant execute on all " + kind + " in schema public to " + role);
      statement.execute("set role " + role);
      statement.execute(BLOCK);
      statement.execute("reset role");
      statement.execute("revoke all on all " + kind + " in schema public from " + role);
      assertEquals(List.of(), inner(connection));
    }
  }

  private void assertWorksFromTheNextUpdateOn(Connection granting, String grant)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Sql.execute(granting, grant + " to " + role);
      statement.execute("set role " + role);
      assertEquals(
          "The right to what functions of pg_background are made of comes with"
              + " grant_pg_background_privileges, with a GRANT through this driver, and, for other"
              + " GRANTs, with ALTER EXTENSION pg_background UPDATE.",
          Sql.error("42501", () -> statement.execute(BLOCK)).getHint());
      statement.execute("reset role");
      statement.execute("alter extension pg_background update");
      statement.execute("set role " + role);
      statement.execute(BLOCK);
      statement.execute("reset role");
    }
  }
}
