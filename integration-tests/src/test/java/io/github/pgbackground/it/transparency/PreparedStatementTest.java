package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statements prepared, repeated and called as with plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class PreparedStatementTest {
  private final TestDatabase database;

  PreparedStatementTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void parameters_arrive_whatever_their_setter() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select ?::int, ?::bigint, ?::numeric, ?::text, ?::text, ?::bytea, ?::bytea, ?::date,"
                      + " ?::date, ?::timestamptz, ?::uuid, ?::int[], ?::bool, ?::text, ?::int,"
                      + " ?::numeric, ?::text, ?::date")) {
            statement.setInt(1, 1);
            statement.setLong(2, 2);
            statement.setBigDecimal(3, new BigDecimal("3.30"));
            statement.setString(4, "four ? $1 'x'");
            statement.setCharacterStream(5, new StringReader("five"), 4);
            statement.setBytes(6, bytes);
            statement.setBinaryStream(7, new ByteArrayInputStream(bytes));
            statement.setDate(8, Date.valueOf("2024-02-29"));
            statement.setObject(9, LocalDate.of(2024, 2, 29));
            statement.setObject(10, OffsetDateTime.parse("2024-02-29T12:00:00+02:00"));
            statement.setObject(11, new UUID(1, 2));
            statement.setArray(12, connection.createArrayOf("int4", new Integer[] {1, null}));
            statement.setBoolean(13, true);
            statement.setNull(14, Types.VARCHAR);
            statement.setObject(15, "15", Types.INTEGER);
            statement.setObject(16, 1.25, Types.NUMERIC, 1);
            statement.setObject(17, "ü");
            statement.setObject(18, "2024-02-29", Types.DATE);
            transcript.tries(
                "a type of JDBC 4.2",
                () -> {
                  statement.setObject(18, "2024-02-29", JDBCType.DATE);
                  return null;
                });
            transcript.asks("text", statement::toString);
            transcript.asks(
                "parameters", () -> statement.getParameterMetaData().getParameterCount());
            transcript.asks(
                "a type", () -> statement.getParameterMetaData().getParameterTypeName(12));
            transcript.asks("columns", () -> statement.getMetaData().getColumnCount());
            transcript.rows("values", statement.executeQuery());
            transcript.fails("a parameter too many", () -> statement.setInt(19, 1));
            statement.clearParameters();
            transcript.fails("no parameters", statement::executeQuery);
            transcript.fails("another text", () -> statement.executeQuery("select 1"));
            transcript.fails("another text added", () -> statement.addBatch("select 1"));
          }
        });
  }

  @Test
  void a_statement_executed_often_is_prepared_on_the_server_as_pgjdbc_decides() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement = connection.prepareStatement("select ?::int + 1")) {
            for (int i = 0; i < 7; i++) {
              statement.setInt(1, i);
              transcript.asks(
                  "on the server",
                  () -> statement.unwrap(org.postgresql.PGStatement.class).isUseServerPrepare());
              transcript.rows("rows", statement.executeQuery());
            }
          }
          try (Statement statement = connection.createStatement()) {
            transcript.rows(
                "prepared",
                statement.executeQuery(
                    "select statement, parameter_types from pg_prepared_statements"));
          }
        });
  }

  @Test
  void a_statement_says_what_it_is_as_pgjdbcs_does() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement("select ?, ?::text, '?' -- ?")) {
            transcript.asks("before", statement::toString);
            statement.setInt(1, 1);
            statement.setString(2, "it's");
            transcript.asks("after", statement::toString);
            statement.addBatch();
            transcript.asks("batch", statement::toString);
          }
          try (Statement statement = connection.createStatement()) {
            transcript.asks("a plain one", () -> statement.toString().replaceFirst("@.*", ""));
          }
        });
  }

  @Test
  void functions_and_procedures_are_called() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          try (Statement setup = connection.createStatement()) {
            setup.execute(
                "create function twice(a int, out b int, out c text) language sql"
                    + " as $$ select a * 2, 'c' || a $$;"
                    + " create procedure thrice(inout a int) language plpgsql"
                    + " as $$ begin a := a * 3; end $$");
          }
          try (CallableStatement call = connection.prepareCall("{call twice(?, ?, ?)}")) {
            call.setInt(1, 4);
            call.registerOutParameter(2, Types.INTEGER);
            call.registerOutParameter(3, Types.VARCHAR);
            transcript.asks("function", call::execute);
            transcript.asks("number", () -> call.getInt(2));
            transcript.asks("null", call::wasNull);
            transcript.asks("text", () -> call.getString(3));
            transcript.asks("object", () -> call.getObject(3));
            transcript.fails("object of a class", () -> call.getObject(2, Integer.class));
            transcript.fails("another type", () -> call.getDate(2));
            transcript.fails("by name", () -> call.getObject("b"));
          }
          try (CallableStatement call = connection.prepareCall("call thrice(?)")) {
            call.setInt(1, 4);
            transcript.asks("procedure", call::execute);
            transcript.rows("its rows", call.getResultSet());
          }
          try (CallableStatement call = connection.prepareCall("{? = call abs(?)}")) {
            call.registerOutParameter(1, Types.VARCHAR);
            call.setInt(2, -1);
            transcript.fails("not the type registered", call::execute);
          }
          connection.rollback();
        });
  }
}
