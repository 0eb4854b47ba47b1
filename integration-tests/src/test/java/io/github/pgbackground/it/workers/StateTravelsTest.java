package io.github.pgbackground.it.workers;

import static io.github.pgbackground.it.workers.Travels.CUSTOM;
import static io.github.pgbackground.it.workers.Travels.MEMORY;
import static io.github.pgbackground.it.workers.Travels.assertTravels;
import static io.github.pgbackground.it.workers.Travels.inWorker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.io.ByteArrayOutputStream;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** What a session is like when it launches is what its job is like, whatever has made it so. */
@ExtendWith(PostgresExtension.class)
class StateTravelsTest {
  private final TestDatabase database;

  StateTravelsTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set my.x = 'a''b\\c,\"d\"'",
        "set session \"my\".x to 'a''b\\c,\"d\"'",
        "select set_config('my.x', $$a'b\\c,\"d\"$$, false)",
        "do $do$ begin perform set_config('my.x', $$a'b\\c,\"d\"$$, false); end $do$",
        "do $do$ declare n text := 'my.x'; begin perform set_config(n, $$a'b\\c,\"d\"$$, false);"
            + " end $do$",
        "select 1; /* as */ set /* you */ my.x = 'a''b\\c,\"d\"'",
      })
  void a_custom_setting_travels_however_it_is_set(String sql) throws SQLException {
    try (Connection connection = database.connect()) {
      assertNull(inWorker(connection, CUSTOM));
      Sql.execute(connection, sql);
      assertTravels("a'b\\c,\"d\"", connection, CUSTOM);
      Sql.execute(connection, "set my.x = 'other'");
      assertTravels("other", connection, CUSTOM);
      Sql.execute(connection, "reset my.x");
      assertTravels("", connection, CUSTOM);
    }
  }

  @Test
  void a_custom_setting_travels_whatever_runs_the_statement() throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement set = connection.prepareStatement("select set_config(?, ?, false)");
        CallableStatement call = connection.prepareCall("{? = call set_config(?, ?, ?)}");
        Statement batch = connection.createStatement()) {
      set.setString(1, "my.x");
      set.setString(2, "prepared");
      set.execute();
      assertTravels("prepared", connection, CUSTOM);
      set.setString(1, "my.y");
      set.addBatch();
      set.setString(1, "my.z");
      set.setString(2, "last");
      set.addBatch();
      try {
        set.executeBatch();
      } catch (SQLException e) {
        // A batch may not return rows, and has returned them.
        assertEquals("0100E", e.getSQLState());
      }
      assertEquals(
          Sql.value(connection, "select current_setting('my.y', true)"),
          inWorker(connection, "current_setting('my.y', true)"));
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(2, "my.called");
      call.setString(3, "called");
      call.setBoolean(4, false);
      call.execute();
      assertTravels("called", connection, "current_setting('my.called', true)");
      batch.addBatch("set my.x = 'first'");
      batch.addBatch("set my.x = 'batch'");
      batch.executeBatch();
      assertTravels("batch", connection, CUSTOM);
    }
  }

  @Test
  void what_the_end_of_a_transaction_undoes_is_undone_for_its_jobs() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "set local work_mem = '91MB'; set local my.x = 'local'");
      assertTravels("91MB", connection, MEMORY);
      assertTravels("local", connection, CUSTOM);
      connection.commit();
      assertTravels("4MB", connection, MEMORY);
      assertTravels("", connection, CUSTOM);
      Sql.execute(connection, "set work_mem = '92MB'");
      Savepoint savepoint = connection.setSavepoint();
      Sql.execute(connection, "set work_mem = '93MB'");
      assertTravels("93MB", connection, MEMORY);
      connection.rollback(savepoint);
      assertEquals("92MB", inWorker(connection, MEMORY));
      connection.rollback();
      assertEquals("4MB", inWorker(connection, MEMORY));
      Sql.execute(connection, "set local work_mem = '94MB'");
      assertTravels("94MB", connection, MEMORY);
      connection.setAutoCommit(true);
      assertEquals("4MB", inWorker(connection, MEMORY));
    }
  }

  @Test
  void what_runs_without_a_statement_of_the_application_counts_too() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create function pg_temp.bump(n int) returns int language plpgsql as $$ begin perform"
              + " set_config('work_mem', (1000 + n) || 'kB', false); return n; end $$");
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(1);
        try (ResultSet rows =
            statement.executeQuery("select pg_temp.bump(n) from generate_series(1, 3) n")) {
          rows.next();
          assertEquals(Sql.value(connection, "select " + MEMORY), inWorker(connection, MEMORY));
          rows.next();
          assertEquals("1002kB", inWorker(connection, MEMORY));
          rows.next();
          assertEquals("1003kB", inWorker(connection, MEMORY));
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertTravels("serializable", connection, "current_setting('default_transaction_isolation')");
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "copy (select set_config(" + "'work_mem', '1004kB', false)) to stdout",
              new ByteArrayOutputStream());
      assertTravels("1004kB", connection, MEMORY);
    }
  }

  @Test
  void the_transaction_of_the_session_is_not_its_jobs() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table written (n int)");
      connection.setAutoCommit(false);
      Sql.execute(connection, "set transaction isolation level serializable, read only");
      assertEquals(
          "read committed", inWorker(connection, "current_setting('transaction_isolation')"));
      assertEquals("off", inWorker(connection, "current_setting('transaction_read_only')"));
      assertEquals(
          "1",
          Sql.value(
              connection,
              "select * from pg_background_result(pg_background_launch('insert into written values"
                  + " (1) returning n')) as (n int)"));
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void the_sessions_server_runs_nothing_between_two_launches_back_to_back() throws SQLException {
    try (Connection watcher = database.connectPlain();
        Connection connection = database.connect()) {
      // Who waits for long looks, on the session's server, whether he waits for himself.
      Sql.execute(connection, "set deadlock_timeout = '1h'");
      Sql.execute(connection, "set work_mem = '98MB'; set my.x = 'here'");
      String pid = Sql.value(connection, "select pg_backend_pid()");
      String latest = "select query_start from pg_stat_activity where pid = " + pid;
      assertEquals("98MB", inWorker(connection, MEMORY));
      String first = Sql.value(watcher, latest);
      assertEquals("here", inWorker(connection, CUSTOM));
      assertEquals("98MB", inWorker(connection, MEMORY));
      assertEquals(first, Sql.value(watcher, latest));
      Sql.execute(connection, "set work_mem = '99MB'");
      assertEquals("99MB", inWorker(connection, MEMORY));
      assertNotEquals(first, Sql.value(watcher, latest));
    }
  }
}
