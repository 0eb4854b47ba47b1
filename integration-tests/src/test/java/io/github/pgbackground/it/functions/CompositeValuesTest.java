package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.feeding.OwnTypes;
import io.github.pgbackground.it.serving.Sql;
import io.github.pgbackground.it.transparency.Comparison;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

/** Handles and other composite values: taken apart, or as one value of their own type. */
@ExtendWith(PostgresExtension.class)
class CompositeValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from pg_background_launch_v2('select 7')",
        "select pid, h.cookie from public.pg_background_launch_v2(sql => 'select 7') as h",
        "select p, c from pg_background_launch_v2('select 7', 65536) h(p, c)",
        "select (h).* from pg_background_launch_v2('select 7', 0) as h",
        "select (h).pid, (h).cookie from (select pg_background_launch_v2('select 7') as h) s",
        "select (s.h).* from (select pg_background_launch_v2('select ' || 7) as h) as s",
      })
  void a_handle_can_be_taken_apart(String launch, TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      String handle = Sql.rows(connection, launch).get(0).replace("|", ", ");
      assertEquals(
          List.of("7"),
          Sql.rows(connection, "select * from pg_background_result_v2(" + handle + ") as (x int)"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch_v2('select 7')",
        "select h from pg_background_launch_v2('select 7') as h",
        "select h from (select pg_background_launch_v2('select 7') as h) s",
        "select * from (select pg_background_launch_v2('select 7')) s",
      })
  void a_handle_can_be_one_value(String launch, TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      String handle = String.valueOf(Sql.value(connection, launch));
      assertTrue(handle.matches("[(][0-9]+,-?[0-9]+[)]"), handle);
      assertEquals(
          List.of("7"),
          Sql.rows(connection, "select * from pg_background_result_v2" + handle + " as (x int)"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch_v2('select 7') as h",
        "select h from pg_background_launch_v2('select 7') as h",
        "select h from (select pg_background_launch_v2('select 7') as h) s",
      })
  void a_handle_is_of_its_own_type_though_the_server_has_none(String launch, TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(launch)) {
      ResultSetMetaData columns = row.getMetaData();
      assertEquals("h", columns.getColumnLabel(1));
      assertEquals("pg_background_handle", columns.getColumnTypeName(1));
      assertEquals(Types.STRUCT, columns.getColumnType(1));
      assertEquals("java.lang.String", columns.getColumnClassName(1));
      assertTrue(row.next());
      PGobject handle = (PGobject) row.getObject(1);
      assertEquals("pg_background_handle", handle.getType());
      assertEquals(row.getString(1), handle.getValue());
      // What pgjdbc knows of other types is as it was.
      Array texts = connection.createArrayOf("text", new String[] {"a"});
      try (PreparedStatement asking =
          connection.prepareStatement("select pg_typeof(?), array_to_string(?, ',')")) {
        asking.setArray(1, texts);
        asking.setObject(2, new String[] {"a"});
        assertEquals(List.of("text[]|a"), Sql.rows(asking.executeQuery()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_stats_v2()",
        "select pg_background_stats_v2() as s, pg_background_get_progress_v2(1, 2)",
        "select s from pg_background_stats_v2() as s",
        "select * from (select pg_background_stats_v2()) s",
        "select p from pg_background_get_progress_v2(1, 2) p",
      })
  void where_the_server_has_the_type_the_value_is_of_that(String sql, TestDatabase database)
      throws Exception {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, OwnTypes.IMITATION);
    }
    Comparison.sameAsPgjdbc(
        database,
        new Properties(),
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            transcript.rows(sql, statement.executeQuery(sql));
          }
        });
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, OwnTypes.REMOVAL);
    }
  }
}
