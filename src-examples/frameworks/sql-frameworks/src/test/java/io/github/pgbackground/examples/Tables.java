package io.github.pgbackground.examples;

import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables that the shops of all frameworks have. */
public final class Tables {
  private Tables() {}

  /** Makes them anew, empty. */
  public static void create(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectPlain();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          DROP TABLE IF EXISTS sale, audit;
          CREATE TABLE sale (id int GENERATED ALWAYS AS IDENTITY, region text, total numeric(9,2));
          CREATE TABLE audit (what text)
          """);
    }
  }

  /** What was sold where, and what the audit says. */
  public static List<String> content(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectPlain();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "(SELECT region || ' ' || total FROM sale ORDER BY id)"
                    + " UNION ALL (SELECT what FROM audit ORDER BY what)")) {
      List<String> content = new ArrayList<>();
      while (rows.next()) {
        content.add(rows.getString(1));
      }
      return content;
    }
  }
}
