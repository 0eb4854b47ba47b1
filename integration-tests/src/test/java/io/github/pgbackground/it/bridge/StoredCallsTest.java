package io.github.pgbackground.it.bridge;

import static io.github.pgbackground.it.bridge.StoredCode.notes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** Stored code calls the functions in every way in which JDBC has a server run something. */
@ExtendWith(PostgresExtension.class)
class StoredCallsTest {
  private final TestDatabase database;

  StoredCallsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    StoredCode.install(database);
  }

  @AfterEach
  void remove() throws SQLException {
    StoredCode.remove(database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void statements_of_all_kinds_call(String mode) throws Exception {
    try (Connection connection =
            database.connect(ConnectionProperties.of("preferQueryMode", mode));
        Statement plain = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("select double(?)")) {
      assertEquals("42", Sql.value(connection, "select double(21)"));
      for (int i = 0; i < 8; i++) {
        prepared.setInt(1, i);
        assertEquals(String.valueOf(2 * i), Sql.value(prepared.executeQuery()));
      }
      plain.addBatch("insert into item(id) values (1)");
      plain.addBatch("update item set t = 'x' where id = 1");
      plain.addBatch("delete from item where id = 1");
      assertEquals(3, plain.executeBatch().length);
      assertEquals(List.of("DELETE 1", "INSERT 1", "UPDATE 1"), notes(connection));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void batches_of_parameters_call(String rewritten) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("reWriteBatchedInserts", rewritten);
    try (Connection connection = database.connect(properties);
        PreparedStatement insert =
            connection.prepareStatement("insert into item(id, t) values (?, ?)")) {
      for (int i = 1; i <= 20; i++) {
        insert.setInt(1, i);
        insert.setString(2, "t");
        insert.addBatch();
      }
      insert.executeBatch();
      assertEquals("20", Sql.value(connection, "select count(*) from noted"));
      assertEquals("42", Sql.value(connection, "select distinct twice from item"));
    }
  }

  @Test
  void rows_call_while_they_are_fetched_piece_by_piece() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(4);
      int sum = 0;
      try (ResultSet rows =
          statement.executeQuery("select double(n) from generate_series(1, 25) n")) {
        while (rows.next()) {
          sum += rows.getInt(1);
        }
      }
      assertEquals(650, sum);
      connection.commit();
    }
  }

  @Test
  void cursors_that_a_function_returns_call_as_they_are_read() throws Exception {
    try (Connection connection = database.connect();
        CallableStatement call = connection.prepareCall("{? = call doubled()}")) {
      connection.setAutoCommit(false);
      call.registerOutParameter(1, Types.REF_CURSOR);
      call.execute();
      int count = 0;
      try (ResultSet rows = (ResultSet) call.getObject(1)) {
        while (rows.next()) {
          count += rows.getInt(1) > 0 ? 1 : 0;
        }
      }
      assertEquals(25, count);
      connection.commit();
    }
  }

  @Test
  void procedures_that_commit_call() throws Exception {
    try (Connection connection = database.connect();
        CallableStatement call = connection.prepareCall("call noting(?, ?)")) {
      call.setString(1, "called");
      call.setInt(2, 4);
      call.registerOutParameter(2, Types.INTEGER);
      call.execute();
      assertEquals(8, call.getInt(2));
      assertEquals(List.of("called"), notes(connection));
    }
  }

  @Test
  void rows_that_are_copied_in_call() throws Exception {
    try (Connection connection = database.connect()) {
      assertEquals(
          3,
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy item(id, t) from stdin", new StringReader("1\ta\n2\tb\n3\tc\n")));
      assertEquals(List.of("INSERT 1", "INSERT 2", "INSERT 3"), notes(connection));
      assertEquals("42", Sql.value(connection, "select distinct twice from item"));
    }
  }

  @Test
  void rows_call_that_a_result_set_inserts_changes_and_deletes() throws Exception {
    try (Connection connection = database.connect();
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery("select id, t from item")) {
      rows.moveToInsertRow();
      rows.updateInt(1, 7);
      rows.updateString(2, "new");
      rows.insertRow();
      rows.moveToCurrentRow();
      assertTrue(rows.first());
      rows.updateString(2, "newer");
      rows.updateRow();
      rows.deleteRow();
      assertEquals(List.of("DELETE 7", "INSERT 7", "UPDATE 7"), notes(connection));
    }
  }

  @Test
  void large_objects_of_the_application_are_left_alone() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
      long oid = objects.createLO();
      try (LargeObject object = objects.open(oid)) {
        object.write(new byte[] {1, 2, 3});
        assertEquals("42", Sql.value(connection, "select double(21)"));
        object.seek(0);
        assertEquals(3, object.read(10).length);
      }
      objects.delete(oid);
      connection.commit();
    }
  }
}
