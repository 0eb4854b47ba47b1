package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A job that runs until it is let go, and the session that has launched it. */
final class HeldJob implements AutoCloseable {
  private final Connection connection;
  private final Gate gate;
  private final int pid;

  private HeldJob(Connection connection, Gate gate, int pid) {
    this.connection = connection;
    this.gate = gate;
    this.pid = pid;
  }

  /** Launches a job, which runs when this returns. */
  static HeldJob in(TestDatabase database) throws Exception {
    Connection connection = database.connect();
    Gate gate = Gate.in(database);
    HeldJob job = new HeldJob(connection, gate, Sql.launch(connection, gate.query()));
    gate.awaitArrival(job.pid);
    return job;
  }

  Connection connection() {
    return connection;
  }

  int pid() {
    return pid;
  }

  /** A job like this one. */
  String text() {
    return gate.query();
  }

  /** A query that waits for the job and reads it. */
  String reading() {
    return "select * from pg_background_result(" + pid + ") as (t text)";
  }

  /** Another thread waits for the job. */
  Elsewhere<List<String>> waitFor(Statement statement) throws Exception {
    return Elsewhere.start(() -> Sql.rows(statement.executeQuery(reading()))).awaitParked();
  }

  void letGo() throws SQLException {
    gate.open();
  }

  /** Lets it go, too. */
  void assertCanBeRead() throws SQLException {
    letGo();
    assertEquals(List.of("through"), Sql.result(connection, pid, "t text"));
  }

  static void assertCancelled(String message, SQLException error) {
    assertEquals("57014", error.getSQLState());
    assertEquals("ERROR: " + message, error.getMessage());
  }

  @Override
  public void close() throws SQLException {
    gate.close();
    connection.close();
  }
}
