package io.github.pgbackground.it.bridging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that only the server sees are answered whatever pgjdbc is told of statements and rows. */
@ExtendWith(PostgresExtension.class)
class ConnectionPropertiesTest {
  private final TestDatabase database;

  ConnectionPropertiesTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @CsvSource({
    "prepareThreshold, -1",
    "prepareThreshold, 0",
    "prepareThreshold, 1",
    "preferQueryMode, extendedCacheEverything",
    "preferQueryMode, simple",
    "defaultRowFetchSize, 1",
    "autosave, always",
    "stringtype, unspecified",
    "options, -c standard_conforming_strings=off",
  })
  void in_blocks_in_rows_and_in_batches(String name, String value) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    try (Connection connection = database.connect(properties);
        PreparedStatement rows =
            connection.prepareStatement(
                "select r.x from generate_series(1, 2) n, lateral pg_background_result("
                    + "pg_background_launch(? || n)) as r(x int)");
        PreparedStatement insert =
            connection.prepareStatement("insert into noted select ? || pg_typeof(?)::text")) {
      Sql.execute(connection, "create temp table noted(what text)");
      for (int i = 0; i < 7; i++) {
        rows.setString(1, "select " + i + " + ");
        assertEquals(
            List.of(String.valueOf(i + 1), String.valueOf(i + 2)), Sql.rows(rows.executeQuery()));
      }
      for (int i = 0; i < 2; i++) {
        insert.setString(1, "prepared ");
        insert.setInt(2, i);
        insert.addBatch();
      }
      insert.executeBatch();
      try (Statement batch = connection.createStatement()) {
        batch.addBatch(
            "insert into noted select 'row' where pg_background_launch('select 1') is not null");
        batch.addBatch(
            "do $$ begin insert into noted select x from pg_background_result("
                + "pg_background_launch('select ''block''::text')) as (x text); end $$");
        batch.executeBatch();
      }
      assertEquals(
          List.of("prepared integer", "prepared integer", "row", "block"),
          Sql.rows(connection, "select what from noted"));
    }
  }
}
