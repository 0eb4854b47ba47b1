package io.github.pgbackground.examples.hikaricp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgbackground.examples.hikaricp.Reports.Ticket;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class ReportsTest {
  private static final Map<String, BigDecimal> TOTALS =
      Map.of("north", new BigDecimal("3.50"), "south", new BigDecimal("4.00"));

  private final TestDatabase database;

  ReportsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void takeOrders() throws SQLException {
    try (Connection connection = database.connectPlain();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          DROP TABLE IF EXISTS orders;
          CREATE TABLE orders (region text, year int, total numeric);
          INSERT INTO orders VALUES
            ('north', 2026, 1.25), ('north', 2026, 2.25), ('south', 2026, 4.00), ('west', 2025, 9)
          """);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/hikari.properties", "/hikari-data-source.properties"})
  void a_report_is_ordered_on_one_connection_and_collected_on_another(String configuration)
      throws Exception {
    try (HikariDataSource pool = new HikariDataSource(config(configuration, "pool"))) {
      assertEquals(TOTALS, collectElsewhere(pool));
    }
  }

  @Test
  void a_report_is_collected_once() throws Exception {
    try (HikariDataSource pool = new HikariDataSource(config("/hikari.properties", "pool"))) {
      Reports reports = new Reports(pool);
      Ticket ticket = reports.order(2026);
      assertEquals(TOTALS, reports.collect(ticket));
      SQLException again = assertThrows(SQLException.class, () -> reports.collect(ticket));
      assertEquals("42704", again.getSQLState());
    }
  }

  @Test
  void without_the_property_another_connection_does_not_know_the_report() throws Exception {
    try (HikariDataSource pool = new HikariDataSource(config("/hikari.properties", "session"))) {
      SQLException unknown = assertThrows(SQLException.class, () -> collectElsewhere(pool));
      assertEquals("42704", unknown.getSQLState());
    }
  }

  @Test
  void without_the_property_the_next_borrower_of_the_connection_knows_it() throws Exception {
    HikariConfig config = config("/hikari.properties", "session");
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Reports reports = new Reports(pool);
      assertEquals(TOTALS, reports.collect(reports.order(2026)));
    }
  }

  /** Orders on one of two connections, and collects on the other one. */
  private static Map<String, BigDecimal> collectElsewhere(HikariDataSource pool)
      throws SQLException {
    Reports reports = new Reports(pool);
    try (Connection other = pool.getConnection()) {
      Ticket ticket = reports.order(2026);
      try (Connection one = pool.getConnection()) {
        other.close();
        assertFalse(one.isClosed());
        return reports.collect(ticket);
      }
    }
  }

  /** The example's configuration, at this database. */
  private HikariConfig config(String file, String scope) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Reports.class.getResourceAsStream(file)) {
      properties.load(in);
    }
    properties.replaceAll(
        (name, value) ->
            String.valueOf(value)
                .replace("jdbc:pgbackground://localhost/postgres?", database.url() + "&")
                .replace("handleScope=pool", "handleScope=" + scope));
    return new HikariConfig(properties);
  }
}
