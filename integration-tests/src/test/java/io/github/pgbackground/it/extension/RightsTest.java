package io.github.pgbackground.it.extension;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** An installed extension, and a role that has no right to it yet. */
@ExtendWith(PostgresExtension.class)
abstract class RightsTest {
  final TestDatabase database;
  String role = "";

  RightsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void create() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension pg_background");
      role = Installed.role(statement, "user");
    }
  }

  @AfterEach
  void removeAll() throws SQLException {
    Bridges.remove(database);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Installed.dropRole(statement, role);
    }
  }
}
