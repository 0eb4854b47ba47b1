package io.github.pgbackground.examples.hikaricp;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Reports that one request orders and a later one collects, on whatever connection each gets. */
public final class Reports {
  private final DataSource pool;

  public Reports(DataSource pool) {
    this.pool = pool;
  }

  /** What the customer keeps until the report is collected. */
  public record Ticket(int pid, long cookie) {}

  /** Has the totals of a year computed in the background, and does not wait for them. */
  public Ticket order(int year) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement launch =
            connection.prepareStatement(
                """
                SELECT * FROM pg_background_launch_v2(format(
                  'SELECT region, sum(total) FROM orders WHERE year = %s GROUP BY region', ?::int))
                """)) {
      launch.setInt(1, year);
      try (ResultSet handle = launch.executeQuery()) {
        handle.next();
        return new Ticket(handle.getInt("pid"), handle.getLong("cookie"));
      }
    }
  }

  /** The total of each region; waits for it. A report can be collected once. */
  public Map<String, BigDecimal> collect(Ticket ticket) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement result =
            connection.prepareStatement(
                "SELECT * FROM pg_background_result_v2(?, ?) AS (region text, total numeric)")) {
      result.setInt(1, ticket.pid());
      result.setLong(2, ticket.cookie());
      Map<String, BigDecimal> totals = new TreeMap<>();
      try (ResultSet rows = result.executeQuery()) {
        while (rows.next()) {
          totals.put(rows.getString("region"), rows.getBigDecimal("total"));
        }
      }
      return totals;
    }
  }
}
