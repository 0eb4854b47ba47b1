package io.github.pgbackground.it.conformance;

import io.github.pgbackground.it.LeakCheck;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.conformance.recording.Scenario;
import io.github.pgbackground.it.server.TestServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * What one scenario plays on: a database of its own, which goes afterwards with all that the
 * scenario made, the roles too.
 */
final class Stage implements AutoCloseable {
  private final Scenario scenario;
  private final TestDatabase database;
  private final LeakCheck leakCheck;
  private final List<String> rolesBefore;

  Stage(TestServer server, Scenario scenario) throws SQLException, IOException {
    this.scenario = scenario;
    this.database = TestDatabase.createOn(server);
    this.leakCheck = new LeakCheck(database);
    this.rolesBefore = roles();
  }

  /** Replays the scenario and returns the differences by step. */
  NavigableMap<Integer, List<String>> play() throws InterruptedException {
    try (Replay replay = new Replay(database::connect)) {
      return replay.run(scenario);
    }
  }

  /**
   * Fails when the scenario left something behind. Jobs may outlive their session; those that still
   * run are ended by the server first.
   */
  void checkLeaks() throws SQLException, IOException {
    try (Connection admin = database.admin();
        PreparedStatement end =
            admin.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = ? and state <> 'idle'")) {
      end.setString(1, database.name());
      end.execute();
    }
    leakCheck.check();
  }

  @Override
  public void close() throws SQLException {
    database.close();
    List<String> made = roles();
    made.removeAll(rolesBefore);
    // On a server that others use as well, a new role is not ours unless the scenario speaks of it.
    made.removeIf(role -> !isMentioned(role));
    try (Connection admin = database.admin();
        Statement statement = admin.createStatement()) {
      for (String role : made) {
        statement.execute("drop role " + statement.enquoteIdentifier(role, true));
      }
    }
  }

  private boolean isMentioned(String role) {
    return (scenario.install() && role.equals("pgbackground_role"))
        || scenario.steps().stream()
            .anyMatch(step -> step.sql() != null && step.sql().contains(role));
  }

  private List<String> roles() throws SQLException {
    List<String> roles = new ArrayList<>();
    try (Connection admin = database.admin();
        Statement statement = admin.createStatement();
        ResultSet rows = statement.executeQuery("select rolname from pg_roles")) {
      while (rows.next()) {
        roles.add(rows.getString(1));
      }
    }
    return roles;
  }
}
