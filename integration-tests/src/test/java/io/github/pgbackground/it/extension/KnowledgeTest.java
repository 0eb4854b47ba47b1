package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What sessions know of the extension in their database, and whom the driver leaves the calls. */
@ExtendWith(PostgresExtension.class)
class KnowledgeTest {
  private static final String LAUNCH = "select pg_background_launch('select 7')";

  private final TestDatabase database;

  KnowledgeTest(TestDatabase database) {
    this.database = database;
  }

  @AfterEach
  void removeAll() throws SQLException {
    Bridges.remove(database);
  }

  private Connection connect(String backend) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.backend", backend);
    return database.connect(properties);
  }

  /** Whether the last thing a new connection was asked is what its database has. */
  private boolean wasAsked(Connection connection) throws SQLException {
    int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    try (Connection admin = database.admin()) {
      return "t"
          .equals(
              Sql.value(
                  admin,
                  "select query like '%pgbackground\\_bridge%' from pg_stat_activity where pid = "
                      + pid));
    }
  }

  @Test
  void the_first_connection_to_a_database_asks_and_those_after_it_know() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop extension if exists pg_background");
    }
    try (Connection first = database.connect();
        Connection second = database.connect();
        Connection server = connect("server")) {
      assertEquals(
          List.of(true, false, false),
          List.of(wasAsked(first), wasAsked(second), wasAsked(server)));
    }
  }

  @Test
  void all_sessions_of_the_jvm_learn_what_one_of_them_has_changed() throws SQLException {
    try (Connection installing = database.connect();
        Connection other = database.connect();
        Statement statement = other.createStatement()) {
      String role = Installed.role(statement, "user");
      statement.execute("set role " + role);
      Sql.value(other, LAUNCH);
      Sql.execute(installing, "create extension pg_background");
      Sql.error("42501", () -> Sql.value(other, LAUNCH));
      Sql.execute(installing, "drop extension pg_background");
      Sql.value(other, LAUNCH);
      statement.execute("reset role");
      Installed.dropRole(statement, role);
    }
  }

  @Test
  void what_is_not_committed_is_known_to_its_own_session_alone() throws SQLException {
    try (Connection installing = database.connect();
        Connection other = database.connect();
        Statement setup = installing.createStatement();
        Statement statement = other.createStatement()) {
      String role = Installed.role(setup, "user");
      setup.execute("grant " + role + " to current_user");
      statement.execute("set role " + role);
      installing.setAutoCommit(false);
      setup.execute("create extension pg_background");
      setup.execute("set local role " + role);
      Sql.error("42501", () -> Sql.value(installing, LAUNCH));
      Sql.value(other, LAUNCH);
      installing.rollback();
      Sql.value(other, LAUNCH);
      setup.execute("set local role " + role);
      Sql.value(installing, LAUNCH);
      installing.rollback();
      setup.execute("create extension pg_background");
      Sql.value(other, LAUNCH);
      installing.commit();
      Sql.error("42501", () -> Sql.value(other, LAUNCH));
      installing.setAutoCommit(true);
      statement.execute("reset role");
      setup.execute("drop extension pg_background");
      Installed.dropRole(setup, role);
    }
  }

  @Test
  void a_session_that_ends_in_its_transaction_has_changed_nothing() throws SQLException {
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      String role = Installed.role(statement, "user");
      statement.execute("set role " + role);
      try (Connection installing = database.connect()) {
        installing.setAutoCommit(false);
        Sql.execute(installing, "create extension pg_background");
      }
      Sql.value(other, LAUNCH);
      statement.execute("reset role");
      Installed.dropRole(statement, role);
    }
  }

  @Test
  void what_another_jvm_has_changed_is_learned_from_the_first_error() throws SQLException {
    try (Connection plain = database.connectPlain();
        Connection connection = database.connect();
        Connection low = database.connect();
        Statement other = plain.createStatement();
        Statement statement = low.createStatement()) {
      String role = Installed.role(statement, "user");
      Sql.execute(connection, "create extension pg_background");
      // What the server says of a stored function that finds pg_background gone, and not served.
      other.execute(
          "create function finds_nothing() returns int language plpgsql as $$begin raise exception"
              + " using errcode = '42883', message = 'function pg_background_launch(unknown) does"
              + " not exist'; end$$");
      other.execute(
          "create function is_not_served() returns int language plpgsql as $$begin raise exception"
              + " using errcode = '0A000', message = 'pg_background_launch is not served in this"
              + " session'; end$$");
      statement.execute("set role " + role);
      Sql.error("42501", () -> Sql.value(low, LAUNCH));
      other.execute("alter schema pgbackground_bridge rename to away");
      Sql.error("42501", () -> Sql.value(low, LAUNCH));
      Sql.error("42883", () -> Sql.value(low, "select finds_nothing()"));
      Sql.value(low, LAUNCH);
      other.execute("alter schema away rename to pgbackground_bridge");
      Sql.value(low, LAUNCH);
      Sql.error("0A000", () -> Sql.value(low, "select is_not_served()"));
      Sql.error("42501", () -> Sql.value(low, LAUNCH));
      statement.execute("reset role");
      statement.execute("drop function finds_nothing(); drop function is_not_served()");
      Installed.dropRole(statement, role);
    }
  }

  @Test
  void a_server_that_serves_gets_every_statement() throws SQLException {
    try (Connection connection = connect("server");
        Connection plain = database.connectPlain()) {
      for (String sql :
          List.of(
              LAUNCH,
              "create extension pg_background",
              "drop extension pg_background",
              "alter extension pg_background update",
              "show pg_background.max_workers",
              "select grant_pg_background_privileges(user_name => 'x')")) {
        SQLException ours = assertThrows(SQLException.class, () -> Sql.execute(connection, sql));
        SQLException theirs = assertThrows(SQLException.class, () -> Sql.execute(plain, sql));
        assertEquals(theirs.getMessage(), ours.getMessage());
        assertEquals(theirs.getSQLState(), ours.getSQLState());
      }
    }
  }

  @Test
  void functions_of_the_same_names_are_called_by_a_server_that_serves() throws SQLException {
    try (Connection setup = database.connectPlain();
        Connection server = connect("server");
        Connection client = connect("client")) {
      Sql.execute(
          setup,
          "create function pg_background_launch(sql text, queue_size int default 0) returns int"
              + " language sql as 'select -7'");
      assertEquals("-7", Sql.value(server, LAUNCH));
      assertEquals(
          "-7",
          Sql.value(server.prepareStatement("select pg_background_launch('a')").executeQuery()));
      int pid = Integer.parseInt(String.valueOf(Sql.value(client, LAUNCH)));
      assertEquals(List.of("7"), Sql.result(client, pid, "x int"));
      Sql.execute(setup, "drop function pg_background_launch");
    }
  }

  @Test
  void a_bridge_of_somebody_with_fewer_rights_is_told_of_and_not_trusted() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String owner = Installed.role(statement, "owner");
      String user = Installed.role(statement, "user");
      statement.execute("alter role " + user + " login");
      statement.execute("grant create on database " + database.name() + " to " + owner);
      statement.execute("create schema theirs authorization " + owner);
      statement.execute("set role " + owner);
      statement.execute("create extension pg_background schema theirs");
      statement.execute("reset role");
      Properties properties = new Properties();
      properties.setProperty("user", user);
      try (Connection low =
          java.sql.DriverManager.getConnection(
              database.url().replaceAll("[?&]user=[^&]*", "?"), properties)) {
        assertEquals(
            List.of(
                "The functions of pg_background in this database belong to a role that is no"
                    + " superuser and may not become this session's user, so their calls are not"
                    + " served."),
            Sql.messages(low.getWarnings()));
      }
      statement.execute("grant " + user + " to " + owner);
      statement.execute("create extension if not exists pg_background");
      try (Connection low =
          java.sql.DriverManager.getConnection(
              database.url().replaceAll("[?&]user=[^&]*", "?"), properties)) {
        assertNull(low.getWarnings());
      }
      statement.execute("drop extension pg_background");
      Installed.dropRole(statement, user);
      Installed.dropRole(statement, owner);
    }
  }
}
