package io.github.pgbackground.it.transparency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.PGRefCursorResultSet;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PgDatabaseMetaData;
import org.postgresql.jdbc.PgResultSet;
import org.postgresql.jdbc.PgStatement;

/** What code casts and unwraps pgjdbc's objects to, it can cast and unwrap ours to. */
@ExtendWith(PostgresExtension.class)
class UnwrapTest {
  private final TestDatabase database;
  private Connection connection;

  UnwrapTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void a_connection_is_what_pgjdbcs_is() throws SQLException {
    assertIsItself(connection, Connection.class, PGConnection.class, BaseConnection.class);
    assertHandsOut(connection, PgConnection.class);
  }

  @Test
  void statements_are_what_pgjdbcs_are() throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("select 1");
        CallableStatement callable = connection.prepareCall("{? = call abs(?)}")) {
      for (Statement each : List.of(statement, prepared, callable)) {
        assertIsItself(each, Statement.class, PGStatement.class, BaseStatement.class);
        assertHandsOut(each, PgStatement.class);
      }
      assertIsItself(prepared, PreparedStatement.class);
      assertIsItself(callable, PreparedStatement.class, CallableStatement.class);
      assertFalse(statement.isWrapperFor(PreparedStatement.class));
      assertFalse(prepared.isWrapperFor(CallableStatement.class));
    }
  }

  @Test
  void result_sets_and_metadata_are_what_pgjdbcs_are() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1")) {
      assertIsItself(rows, ResultSet.class, PGRefCursorResultSet.class);
      assertHandsOut(rows, PgResultSet.class);
    }
    assertIsItself(connection.getMetaData(), DatabaseMetaData.class);
    assertHandsOut(connection.getMetaData(), PgDatabaseMetaData.class);
  }

  @Test
  void values_are_pgjdbcs_own() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select array[1]")) {
      rows.next();
      assertEquals("org.postgresql.jdbc.PgArray", rows.getArray(1).getClass().getName());
      assertEquals(
          "org.postgresql.jdbc.PgResultSetMetaData", rows.getMetaData().getClass().getName());
    }
    connection.setAutoCommit(false);
    assertEquals(
        "org.postgresql.jdbc.PSQLSavepoint", connection.setSavepoint().getClass().getName());
  }

  private static void assertIsItself(Wrapper object, Class<?>... types) throws SQLException {
    for (Class<?> type : types) {
      assertInstanceOf(type, object);
      assertTrue(object.isWrapperFor(type), type.getName());
      assertSame(object, object.unwrap(type), type.getName());
    }
    assertFalse(object.isWrapperFor(Runnable.class));
    SQLException e = assertThrows(SQLException.class, () -> object.unwrap(Runnable.class));
    assertEquals("Cannot unwrap to java.lang.Runnable", e.getMessage());
  }

  private static void assertHandsOut(Wrapper object, Class<? extends Wrapper> type)
      throws SQLException {
    assertTrue(object.isWrapperFor(type), type.getName());
    assertNotSame(object, object.unwrap(type));
    assertSame(object.unwrap(type), object.unwrap(type));
  }
}
