package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.sql.rowset.serial.SerialClob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

/** Values bound to the parameters of calls, by every setter, as a server takes them. */
@ExtendWith(PostgresExtension.class)
class ParametersTest {
  private static final String JOB = "select 'done'::text";
  private static final String LAUNCH =
      "select * from pg_background_result(pg_background_launch(?)) as (a text)";
  private static final String QUEUE_SIZE =
      "select * from pg_background_result(pg_background_launch('select ''done''::text', ?)) as (a"
          + " text)";

  private final TestDatabase database;

  ParametersTest(TestDatabase database) {
    this.database = database;
  }

  /** One call of a setter. */
  @FunctionalInterface
  private interface Setter {
    void set(PreparedStatement statement) throws SQLException;
  }

  private static Map<String, Setter> texts() {
    Map<String, Setter> setters = new LinkedHashMap<>();
    setters.put("string", s -> s.setString(1, JOB));
    setters.put("national string", s -> s.setNString(1, JOB));
    setters.put("object", s -> s.setObject(1, JOB));
    setters.put("varchar", s -> s.setObject(1, JOB, Types.VARCHAR));
    setters.put("char", s -> s.setObject(1, JOB, Types.CHAR));
    setters.put("long varchar", s -> s.setObject(1, JOB, Types.LONGVARCHAR));
    setters.put("other", s -> s.setObject(1, JOB, Types.OTHER));
    setters.put("a JDBC type", s -> s.setObject(1, JOB, JDBCType.VARCHAR));
    setters.put("a type and a length", s -> s.setObject(1, JOB, Types.VARCHAR, 3));
    setters.put("an unknown", s -> s.setObject(1, object("unknown", JOB)));
    setters.put("a text", s -> s.setObject(1, object("text", JOB)));
    setters.put("a name", s -> s.setObject(1, object("name", JOB)));
    setters.put("a json", s -> s.setObject(1, object("json", "1")));
    setters.put("reader", s -> s.setCharacterStream(1, new StringReader(JOB)));
    setters.put(
        "reader to a length", s -> s.setCharacterStream(1, new StringReader(JOB), JOB.length()));
    setters.put(
        "reader to a long length",
        s -> s.setCharacterStream(1, new StringReader(JOB), (long) JOB.length()));
    setters.put("national reader", s -> s.setNCharacterStream(1, new StringReader(JOB)));
    setters.put("reader as clob", s -> s.setClob(1, new StringReader(JOB)));
    setters.put("ascii stream", s -> s.setAsciiStream(1, bytes(), JOB.length()));
    setters.put("ascii stream to its end", s -> s.setAsciiStream(1, bytes()));
    setters.put("binary stream", s -> s.setBinaryStream(1, bytes(), JOB.length()));
    setters.put("bytes", s -> s.setBytes(1, JOB.getBytes(StandardCharsets.UTF_8)));
    setters.put("int", s -> s.setInt(1, 7));
    setters.put("boolean", s -> s.setBoolean(1, true));
    setters.put("uuid", s -> s.setObject(1, new UUID(1, 2)));
    setters.put(
        "array", s -> s.setArray(1, s.getConnection().createArrayOf("text", new String[] {JOB})));
    setters.put("null", s -> s.setString(1, null));
    setters.put("null object", s -> s.setObject(1, null));
    setters.put("null varchar", s -> s.setNull(1, Types.VARCHAR));
    setters.put("null of no type", s -> s.setNull(1, Types.NULL));
    setters.put("null of a named type", s -> s.setNull(1, Types.VARCHAR, "text"));
    setters.put("null integer", s -> s.setNull(1, Types.INTEGER));
    setters.put("null reader", s -> s.setCharacterStream(1, null));
    return setters;
  }

  private static Map<String, Setter> integers() {
    Map<String, Setter> setters = new LinkedHashMap<>();
    setters.put("int", s -> s.setInt(1, 65536));
    setters.put("short", s -> s.setShort(1, (short) 8192));
    setters.put("byte", s -> s.setByte(1, (byte) 64));
    setters.put("long", s -> s.setLong(1, 65536));
    setters.put("float", s -> s.setFloat(1, 65536));
    setters.put("double", s -> s.setDouble(1, 65536));
    setters.put("decimal", s -> s.setBigDecimal(1, BigDecimal.valueOf(65536)));
    setters.put("string", s -> s.setString(1, "65536"));
    setters.put("boolean", s -> s.setBoolean(1, true));
    setters.put("an Integer", s -> s.setObject(1, 65536));
    setters.put("a Short", s -> s.setObject(1, (short) 8192));
    setters.put("a Byte", s -> s.setObject(1, (byte) 64));
    setters.put("a Long", s -> s.setObject(1, 65536L));
    setters.put("a BigInteger", s -> s.setObject(1, BigInteger.valueOf(65536)));
    setters.put("a string as integer", s -> s.setObject(1, "65536", Types.INTEGER));
    setters.put("a long as integer", s -> s.setObject(1, 65536L, Types.INTEGER));
    setters.put("a decimal as integer", s -> s.setObject(1, BigDecimal.TEN.pow(3), Types.INTEGER));
    setters.put("a JDBC type", s -> s.setObject(1, 65536L, JDBCType.INTEGER));
    setters.put("a string as other", s -> s.setObject(1, "65536", Types.OTHER));
    setters.put("an int4", s -> s.setObject(1, object("int4", "65536")));
    setters.put("an oid", s -> s.setObject(1, object("oid", "65536")));
    setters.put("reader", s -> s.setCharacterStream(1, new StringReader("65536")));
    setters.put("null integer", s -> s.setNull(1, Types.INTEGER));
    setters.put("null small integer", s -> s.setNull(1, Types.SMALLINT));
    setters.put("null big integer", s -> s.setNull(1, Types.BIGINT));
    setters.put("null varchar", s -> s.setNull(1, Types.VARCHAR));
    setters.put("null of no type", s -> s.setNull(1, Types.NULL));
    setters.put("null object", s -> s.setObject(1, null));
    return setters;
  }

  private static PGobject object(String type, String value) throws SQLException {
    PGobject object = new PGobject();
    object.setType(type);
    object.setValue(value);
    return object;
  }

  private static ByteArrayInputStream bytes() {
    return new ByteArrayInputStream(JOB.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"varchar", "unspecified"})
  void a_text_is_taken_from_every_setter_that_a_server_takes_it_from(String stringType)
      throws Exception {
    compare(stringType, LAUNCH, texts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"varchar", "unspecified"})
  void a_number_is_taken_from_every_setter_that_a_server_takes_it_from(String stringType)
      throws Exception {
    compare(stringType, QUEUE_SIZE, integers());
  }

  private void compare(String stringType, String sql, Map<String, Setter> setters)
      throws Exception {
    Properties properties = new Properties();
    properties.setProperty("stringtype", stringType);
    sameAsOnServer(
        database,
        properties,
        (connection, transcript) ->
            setters.forEach(
                (name, setter) ->
                    transcript.tries(
                        name,
                        () -> {
                          try (PreparedStatement statement = connection.prepareStatement(sql)) {
                            setter.set(statement);
                            return Sql.rows(statement.executeQuery());
                          }
                        })));
  }

  @Test
  void a_bigint_is_no_pid() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement("select * from pg_background_result(?) as (a int)")) {
      statement.setLong(1, 4711);
      assertEquals(
          "function pg_background_result(bigint) does not exist",
          Sql.error("42883", statement::executeQuery).getMessage());
    }
  }

  @Test
  void a_parameter_that_has_no_value_is_missed() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement("select pg_background_launch(?, ?)")) {
            statement.setString(1, JOB);
            transcript.fails("the second", statement::execute);
            transcript.fails("one too far", () -> statement.setInt(3, 1));
            transcript.fails("one too low", () -> statement.setInt(0, 1));
            statement.setInt(2, 65536);
            transcript.asks("both", statement::execute);
            statement.clearParameters();
            transcript.fails("cleared", statement::execute);
          }
        });
  }

  @Test
  void a_text_with_a_zero_byte_is_refused_as_the_server_refuses_it() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(LAUNCH)) {
      statement.setString(1, "select 1\0; select 2");
      assertEquals(
          "invalid byte sequence for encoding \"UTF8\": 0x00",
          Sql.error("22021", statement::executeQuery).getMessage());
    }
  }

  @Test
  void a_text_of_any_characters_reaches_its_worker_as_it_is() throws Exception {
    String text = "grüße, 世界 \uD83D\uDE00 '?' $1 {d 'x'} \\ -- \t\r\n";
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(LAUNCH)) {
      statement.setString(1, "select $q$" + text + "$q$::text");
      assertEquals(text, Sql.value(statement.executeQuery()));
    }
  }

  @Test
  void a_stream_is_read_once_for_each_execution_it_was_set_for() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(LAUNCH)) {
      for (String value : new String[] {"a", "b"}) {
        statement.setCharacterStream(1, new StringReader("select '" + value + "'::text"));
        assertEquals(value, Sql.value(statement.executeQuery()));
      }
    }
  }

  @Test
  void a_clob_carries_a_text() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          try (PreparedStatement statement = connection.prepareStatement(LAUNCH)) {
            transcript.tries(
                "a clob",
                () -> {
                  statement.setClob(1, new SerialClob(JOB.toCharArray()));
                  return Sql.rows(statement.executeQuery());
                });
          }
          connection.rollback();
        });
  }
}
