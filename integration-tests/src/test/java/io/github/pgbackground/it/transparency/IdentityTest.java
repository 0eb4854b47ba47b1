package io.github.pgbackground.it.transparency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
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
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGRefCursorResultSet;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PgStatement;

/** Every way that leads from one object to another comes back to the object the application has. */
@ExtendWith(PostgresExtension.class)
class IdentityTest {
  private final TestDatabase database;
  private Connection connection;

  IdentityTest(TestDatabase database) {
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
  void every_statement_leads_back_to_its_connection() throws SQLException {
    int type = ResultSet.TYPE_SCROLL_INSENSITIVE;
    int concurrency = ResultSet.CONCUR_READ_ONLY;
    int holdability = ResultSet.CLOSE_CURSORS_AT_COMMIT;
    String sql = "select 1";
    String call = "{? = call abs(1)}";
    List<Statement> statements =
        List.of(
            connection.createStatement(),
            connection.createStatement(type, concurrency),
            connection.createStatement(type, concurrency, holdability),
            connection.prepareStatement(sql),
            connection.prepareStatement(sql, type, concurrency),
            connection.prepareStatement(sql, type, concurrency, holdability),
            connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS),
            connection.prepareStatement(sql, new int[0]),
            connection.prepareStatement(sql, new String[] {"a"}),
            connection.prepareCall(call),
            connection.prepareCall(call, type, concurrency),
            connection.prepareCall(call, type, concurrency, holdability));
    for (Statement statement : statements) {
      assertSame(connection, statement.getConnection());
      statement.close();
    }
  }

  @Test
  void a_result_set_leads_back_to_its_statement() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1")) {
      assertSame(statement, rows.getStatement());
    }
    try (PreparedStatement statement = connection.prepareStatement("select 1");
        ResultSet rows = statement.executeQuery()) {
      assertSame(statement, rows.getStatement());
    }
  }

  @Test
  void a_result_set_is_the_same_object_however_it_is_asked_for() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ResultSet rows = statement.executeQuery("select 1");
      assertSame(rows, statement.getResultSet());
      assertSame(rows, statement.getResultSet());
      statement.getGeneratedKeys();
      assertSame(rows, statement.getResultSet());
      assertNotSame(rows, statement.executeQuery("select 2"));
    }
  }

  @Test
  void each_of_several_results_is_an_object_of_its_own() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertTrue(statement.execute("select 1; select 2"));
      ResultSet first = statement.getResultSet();
      assertTrue(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT));
      ResultSet second = statement.getResultSet();
      assertNotSame(first, second);
      assertSame(second, statement.getResultSet());
      assertSame(statement, first.getStatement());
      assertSame(statement, second.getStatement());
    }
  }

  @Test
  void generated_keys_lead_back_to_the_statement_and_are_one_object() throws SQLException {
    try (Statement setup = connection.createStatement()) {
      setup.execute("create temp table keyed (id serial primary key, name text)");
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into keyed (name) values ('a')", Statement.RETURN_GENERATED_KEYS)) {
      statement.executeUpdate();
      ResultSet keys = statement.getGeneratedKeys();
      assertSame(statement, keys.getStatement());
      assertSame(keys, statement.getGeneratedKeys());
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into keyed (name) values ('b')", Statement.RETURN_GENERATED_KEYS);
      assertSame(statement, statement.getGeneratedKeys().getStatement());
    }
  }

  @Test
  void metadata_leads_back_to_the_connection_and_is_one_object() throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    assertSame(connection, metaData.getConnection());
    assertSame(metaData, connection.getMetaData());
  }

  @Test
  void the_rows_of_metadata_have_a_statement_that_leads_back_to_the_connection()
      throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    for (ResultSet rows :
        List.of(
            metaData.getTables(null, null, "pg_class", null),
            metaData.getColumns(null, null, "pg_class", null),
            metaData.getTableTypes(),
            metaData.getTypeInfo(),
            metaData.getClientInfoProperties())) {
      Statement statement = rows.getStatement();
      assertSame(connection, statement.getConnection());
      assertSame(statement, rows.getStatement());
      rows.close();
    }
  }

  @Test
  void a_cursor_in_a_column_has_a_statement_that_leads_back_to_the_connection()
      throws SQLException {
    connection.setAutoCommit(false);
    openCursors();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 'one'::refcursor as c")) {
      assertTrue(rows.next());
      ResultSet cursor = (ResultSet) rows.getObject("c");
      assertInstanceOf(PGRefCursorResultSet.class, cursor);
      assertSame(connection, cursor.getStatement().getConnection());
      assertNotSame(statement, cursor.getStatement());
      assertTrue(cursor.next());
      assertEquals(1, cursor.getInt(1));
      cursor.close();
    }
    connection.rollback();
  }

  @Test
  void a_cursor_in_an_out_parameter_is_one_object_that_leads_back_to_the_connection()
      throws SQLException {
    connection.setAutoCommit(false);
    openCursors();
    try (CallableStatement statement = connection.prepareCall("{? = call cursor_of(?)}")) {
      statement.registerOutParameter(1, Types.REF_CURSOR);
      statement.setString(2, "one");
      statement.execute();
      ResultSet cursor = (ResultSet) statement.getObject(1);
      assertSame(cursor, statement.getObject(1));
      assertSame(cursor, statement.getObject(1, ResultSet.class));
      assertSame(connection, cursor.getStatement().getConnection());
      statement.setString(2, "two");
      statement.execute();
      assertNotSame(cursor, statement.getObject(1));
    }
    connection.rollback();
  }

  private void openCursors() throws SQLException {
    try (Statement setup = connection.createStatement()) {
      setup.execute("declare one cursor for select 1; declare two cursor for select 2");
      setup.execute(
          "create function cursor_of(name text) returns refcursor language sql"
              + " as 'select name::refcursor'");
    }
  }

  @Test
  void rows_made_of_pgjdbcs_own_tuples_lead_back_to_their_statement() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ResultSet rows = ((BaseStatement) statement).createDriverResultSet(new Field[0], List.of());
      assertSame(statement, rows.getStatement());
    }
    ResultSet rows = ((BaseConnection) connection).execSQLQuery("select 1");
    assertSame(connection, rows.getStatement().getConnection());
    rows.getStatement().close();
  }

  @Test
  void a_wrapper_equals_itself_only() throws SQLException {
    try (Connection other = database.connect();
        Statement statement = connection.createStatement()) {
      assertNotEquals(connection, other);
      assertNotEquals(connection, connection.unwrap(PgConnection.class));
      Set<Object> objects = new HashSet<>(List.of(connection, other, statement));
      assertTrue(objects.contains(connection));
      assertTrue(objects.contains(statement));
      assertFalse(objects.contains(statement.unwrap(PgStatement.class)));
    }
  }
}
