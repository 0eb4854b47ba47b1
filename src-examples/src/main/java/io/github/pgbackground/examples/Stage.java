package io.github.pgbackground.examples;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The schema in which the whole tour happens, with a little shop in it. It is dropped once: on
 * close, or when the JVM ends before (Ctrl-C).
 */
final class Stage implements AutoCloseable {
  /** A third of the orders is gone again, so that VACUUM has something to do. */
  private static final String SHOP =
      """
      CREATE TABLE orders (id int PRIMARY KEY, region varchar(5), total numeric(8,2), placed date)
        WITH (autovacuum_enabled = false);
      INSERT INTO orders
        SELECT id, (ARRAY['north', 'east', 'south', 'west'])[1 + id % 4], id % 997 / 8.0,
               date '2026-01-01' + id % 90
        FROM generate_series(1, 60000) AS id;
      DELETE FROM orders WHERE id % 3 = 0;
      CREATE TABLE audit (at time(0) DEFAULT clock_timestamp(), what text);
      CREATE FUNCTION slow_total(region text) RETURNS numeric LANGUAGE sql AS
        'SELECT sum(total) FROM orders, pg_sleep(0.25) WHERE region = $1';
      """;

  private static final String SEARCH_PATH =
      """
      SELECT set_config('search_path', concat_ws(', ', ?, string_agg(place, ', ')), false)
      FROM (SELECT DISTINCT pronamespace::regnamespace::text FROM pg_proc
            WHERE proname = 'pg_background_launch'
              AND NOT pg_is_other_temp_schema(pronamespace)) AS found (place)
      """;

  private final String url;
  private final String schema;
  private final boolean hadRole;
  private final AtomicBoolean dropped = new AtomicBoolean();

  private Stage(String url, String schema, boolean hadRole) {
    this.url = url;
    this.schema = schema;
    this.hadRole = hadRole;
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeAtTheEnd, "tour clean-up"));
  }

  /** Makes the schema and the shop. */
  static Stage open(String url) throws SQLException {
    String schema = "pgbackground_tour_" + UUID.randomUUID().toString().substring(0, 8);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      create(statement, schema);
      boolean hadRole = isTrue(statement, "to_regrole('pgbackground_role') IS NOT NULL");
      Stage stage = new Stage(url, schema, hadRole);
      try {
        stage.enter(connection);
        statement.execute(SHOP);
        return stage;
      } catch (SQLException e) {
        stage.close();
        throw e;
      }
    }
  }

  private static void create(Statement statement, String schema) throws SQLException {
    try {
      statement.execute("CREATE SCHEMA " + schema);
    } catch (SQLException e) {
      throw new SQLException(
          "it works in a schema of its own, and this server does not let it make one ("
              + e.getMessage()
              + "). Give it a user with the right to CREATE in the database, on a primary server.",
          e.getSQLState(),
          e);
    }
  }

  /**
   * Makes the schema the one in which this session, and so its workers, look names up; after it
   * come those where pg_background is already.
   */
  void enter(Connection connection) throws SQLException {
    try (PreparedStatement path = connection.prepareStatement(SEARCH_PATH)) {
      path.setString(1, schema);
      path.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    if (!dropped.compareAndSet(false, true)) {
      return;
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '10s'; SET client_min_messages = warning");
      uninstall(statement);
      statement.execute("DROP SCHEMA " + schema + " CASCADE");
    } catch (SQLException e) {
      throw new SQLException(
          "the schema " + schema + " is left over (" + e.getMessage() + "). Drop it by hand.",
          e.getSQLState(),
          e);
    }
  }

  /** The tour has installed pg_background if it is in its schema. */
  private void uninstall(Statement statement) throws SQLException {
    if (isTrue(statement, "to_regtype('" + schema + ".pg_background_handle') IS NOT NULL")) {
      statement.execute("DROP EXTENSION pg_background CASCADE");
      if (!hadRole) {
        statement.execute("DROP ROLE IF EXISTS pgbackground_role");
      }
    }
  }

  private static boolean isTrue(Statement statement, String condition) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT " + condition)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void closeAtTheEnd() {
    try {
      close();
    } catch (SQLException e) {
      System.err.println("The tour could not clean up: " + e.getMessage());
    }
  }
}
