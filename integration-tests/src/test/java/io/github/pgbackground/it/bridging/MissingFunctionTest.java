package io.github.pgbackground.it.bridging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What helps is said where the server needs a function that it does not have. */
@ExtendWith(PostgresExtension.class)
class MissingFunctionTest {
  private static final String ADVICE =
      " finds the functions of pg_background after CREATE EXTENSION pg_background.";

  private final TestDatabase database;
  private Connection connection;

  MissingFunctionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    Sql.execute(
        connection,
        "create table t (n int); create function late(n int) returns int language plpgsql as"
            + " $$ begin if n = 3 then return pg_background_launch('select 1'); end if; return n; end $$");
  }

  @AfterEach
  void close() throws SQLException {
    Sql.execute(
        connection,
        "drop extension if exists pg_background cascade; drop role if exists pgbackground_role;"
            + " drop function late; drop table t");
    connection.close();
  }

  private static boolean advises(Connection session, String sql) {
    String hint = Sql.error("42883", () -> Sql.execute(session, sql)).getHint();
    return String.valueOf(hint).endsWith(ADVICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create view v as select pg_background_launch('select 1')",
        "create view v as select * from public.pg_background_result(1) as (x int)",
        "create materialized view v as select pg_background_launch('select 1')",
        "create table d (n int default pg_background_launch('select 1'))",
        "alter table t alter n set default pg_background_launch(sql => 'select 1')",
        "create function f() returns int language sql as"
            + " $$ select pg_background_launch('select 1', 65536) $$",
        "create procedure f() language sql begin atomic"
            + " select pg_background_detach_v2(1::smallint, 2); end",
        "create rule r as on insert to t do also select pg_background_launch('select 1'::varchar)",
        "create trigger r before update on t for each row when (pg_background_launch('x') > 0)"
            + " execute function suppress_redundant_updates_trigger()",
        "select late(3)",
      })
  void a_definition_or_code_that_needs_one_is_told_to_create_the_extension(String sql)
      throws SQLException {
    assertTrue(advises(connection, sql), sql);
    Sql.execute(connection, "create extension pg_background");
    connection.setAutoCommit(false);
    Sql.execute(connection, sql);
    connection.rollback();
    connection.setAutoCommit(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create view v as select pg_background_launch(1.5)",
        "create view v as select pg_background_launch()",
        "create view v as select pg_background_launch('select 1', 65536, 1)",
        "create view v as select pg_background_launch('select 1', query => 1)",
        "create view v as select pg_background_launched('select 1')",
        "create view v as select pg_catalog.pg_background_launch('select 1')",
        "select pg_background_launch('select 1', now()) from t",
        "do $$ begin perform pg_background_launch('select 1', now()); end $$",
      })
  void what_the_extension_does_not_have_either_is_not_promised(String sql) throws SQLException {
    assertEquals(false, advises(connection, sql), sql);
    Sql.execute(connection, "create extension pg_background");
    assertEquals(false, advises(connection, sql), sql);
  }

  @Test
  void rows_that_are_fetched_later_are_told_too() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1);
      ResultSet rows = statement.executeQuery("select late(n) from generate_series(1, 3) as n");
      List<Integer> read = new ArrayList<>();
      String hint =
          Sql.error(
                  "42883",
                  () -> {
                    while (rows.next()) {
                      read.add(rows.getInt(1));
                    }
                  })
              .getHint();
      assertEquals(List.of(1, 2), read);
      assertTrue(String.valueOf(hint).endsWith(ADVICE), hint);
    }
    connection.rollback();
    connection.setAutoCommit(true);
  }

  @Test
  void a_session_that_leaves_all_to_its_server_is_told_nothing() throws SQLException {
    try (Connection plain =
        database.connect(ConnectionProperties.of("pgbackground.backend", "server"))) {
      assertEquals(
          false, advises(plain, "create view v as select pg_background_launch('select 1')"));
    }
  }
}
