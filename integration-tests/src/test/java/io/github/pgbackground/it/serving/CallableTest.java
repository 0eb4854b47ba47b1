package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through JDBC's escape. */
@ExtendWith(PostgresExtension.class)
class CallableTest {
  private final TestDatabase database;

  CallableTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_call_gives_its_handle_as_out_parameter() throws Exception {
    try (Connection connection = database.connect();
        CallableStatement launch = connection.prepareCall("{? = call pg_background_launch(?)}")) {
      launch.registerOutParameter(1, Types.INTEGER);
      for (int i = 1; i <= 3; i++) {
        launch.setString(2, "select " + i);
        launch.execute();
        int pid = launch.getInt(1);
        assertEquals(pid, launch.getObject(1));
        assertNull(launch.getResultSet());
        assertEquals(List.of("" + i), Sql.result(connection, pid, "n int"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{? = call pg_background_launch(?)}",
        "{ ? = call public.pg_background_launch( ? ) }",
        "{?=CALL \"pg_background_launch\"(?)}",
        "{? = call pg_background_launch(sql => ?)}",
        "{? = call pg_background_launch(?, 65536)}",
        "{? = call pg_background_launch('select ' || ?)}",
        "{? = call pg_background_detach(pg_background_launch(?))}",
      })
  void ways_to_execute_differ_as_in_pgjdbc(String sql) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          boolean detaches = sql.contains("detach");
          try (CallableStatement call = connection.prepareCall(sql)) {
            call.registerOutParameter(1, detaches ? Types.OTHER : Types.INTEGER);
            transcript.fails("a value is missing", call::execute);
            call.setString(2, "select 1");
            transcript.asks("execute", call::execute);
            transcript.asks("rows", call::getResultSet);
            transcript.asks("count", call::getUpdateCount);
            transcript.asks("more", call::getMoreResults);
            transcript.asks("was null", () -> call.getObject(1) == null);
            transcript.asks("was null", call::wasNull);
            transcript.asks("is null", () -> call.getObject(1) == null);
            transcript.tries("update", call::executeUpdate);
            transcript.tries("query", call::executeQuery);
            transcript.fails("one too far", () -> call.getInt(2));
          }
        });
  }

  @Test
  void a_null_argument_gives_a_null_out_parameter() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (CallableStatement call =
              connection.prepareCall("{? = call pg_background_launch(?)}")) {
            call.registerOutParameter(1, Types.INTEGER);
            call.setNull(2, Types.VARCHAR);
            call.execute();
            transcript.asks("int", () -> call.getInt(1));
            transcript.asks("was null", call::wasNull);
            transcript.asks("object", () -> call.getObject(1));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {Types.VARCHAR, Types.BIGINT, Types.NUMERIC, Types.OTHER, Types.SMALLINT})
  void a_wrong_type_is_refused_as_in_pgjdbc(int type) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (CallableStatement call =
              connection.prepareCall("{? = call pg_background_launch(?)}")) {
            call.registerOutParameter(1, type);
            call.setString(2, "select 1");
            transcript.tries("execute", call::execute);
            transcript.tries("was null", () -> call.getInt(1) == 0);
          }
        });
  }

  @Test
  void getters_ask_for_the_registered_type_as_in_pgjdbc() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (CallableStatement call =
              connection.prepareCall("{? = call pg_background_launch(?)}")) {
            transcript.tries("before", () -> call.getInt(1));
            call.registerOutParameter(1, Types.INTEGER);
            transcript.tries("not executed", () -> call.getInt(1));
            call.setString(2, "select 1");
            call.execute();
            transcript.tries("long", () -> call.getLong(1) > 0);
            transcript.tries("short", () -> call.getShort(1) > 0);
            transcript.tries("boolean", () -> call.getBoolean(1));
            transcript.tries("decimal", () -> call.getBigDecimal(1).signum());
            transcript.tries("date", () -> call.getDate(1));
            transcript.tries("array", () -> call.getArray(1));
            transcript.tries("by name", () -> call.getInt("a"));
            transcript.tries("a class", () -> call.getObject(1, Long.class) > 0);
          }
        });
  }

  @Test
  void out_parameters_are_registered_in_every_way() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          String sql = "{? = call pg_background_launch(?)}";
          transcript.tries(
              "with a scale",
              () -> {
                try (CallableStatement call = connection.prepareCall(sql)) {
                  call.registerOutParameter(1, Types.INTEGER, 0);
                  call.setString(2, "select 1");
                  call.execute();
                  return call.getInt(1) > 0;
                }
              });
          transcript.tries(
              "with a JDBC type",
              () -> {
                try (CallableStatement call = connection.prepareCall(sql)) {
                  call.registerOutParameter(1, JDBCType.INTEGER);
                  call.setString(2, "select 1");
                  call.execute();
                  return call.getInt(1) > 0;
                }
              });
          transcript.tries(
              "never",
              () -> {
                try (CallableStatement call = connection.prepareCall(sql)) {
                  call.setString(2, "select 1");
                  call.execute();
                  return call.getInt(1) > 0;
                }
              });
        });
  }

  @Test
  void a_call_without_an_out_parameter_gives_a_result_set() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          for (String sql :
              new String[] {
                "{call pg_background_launch(?)}",
                "{call pg_background_detach(pg_background_launch(?))}"
              }) {
            try (CallableStatement call = connection.prepareCall(sql)) {
              call.setString(1, "select 1");
              transcript.asks("execute", call::execute);
              transcript.asks("label", () -> call.getResultSet().getMetaData().getColumnLabel(1));
              transcript.asks("type", () -> call.getResultSet().getMetaData().getColumnTypeName(1));
              transcript.asks("a row", () -> call.getResultSet().next());
              transcript.asks("query", () -> call.executeQuery().next());
              transcript.tries("update", call::executeUpdate);
              transcript.tries("columns", () -> call.getMetaData().getColumnLabel(1));
              transcript.tries("parameters", () -> call.getParameterMetaData().getParameterCount());
            }
          }
        });
  }

  /** Where pgjdbc asks the server for a function with one parameter more. */
  @Test
  void a_call_is_described_before_it_is_executed() throws Exception {
    try (Connection connection = database.connect();
        CallableStatement call = connection.prepareCall("{? = call pg_background_launch(?, ?)}")) {
      assertEquals("result", call.getMetaData().getColumnLabel(1));
      assertEquals("int4", call.getMetaData().getColumnTypeName(1));
      assertEquals(3, call.getParameterMetaData().getParameterCount());
      assertEquals("text", call.getParameterMetaData().getParameterTypeName(2));
      assertEquals("int4", call.getParameterMetaData().getParameterTypeName(3));
    }
  }

  @Test
  void calls_are_batched_as_in_pgjdbc() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (CallableStatement call = connection.prepareCall("{call pg_background_launch(?)}")) {
            call.setString(1, "select 1");
            call.addBatch();
            call.addBatch();
            transcript.tries("counts", call::executeBatch);
          }
        });
  }

  @Test
  void a_result_cannot_be_called_by_the_escape() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (CallableStatement call = connection.prepareCall("{call pg_background_result(?)}")) {
            call.setInt(1, 4711);
            transcript.fails("no columns", call::execute);
          }
        });
  }
}
