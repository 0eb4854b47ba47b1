package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The settings of pg_background: looked at and set as those of the server. */
@ExtendWith(PostgresExtension.class)
class SettingsTest {
  private static final String SHOW = "show pg_background.max_workers";

  @Test
  void every_way_to_look_shows_the_default(TestDatabase database) throws SQLException {
    for (String look :
        List.of(
            SHOW,
            "select current_setting('pg_background.max_workers')",
            "select v from (select current_setting('pg_background.max_workers') as v) s",
            "with s as (select current_setting('pg_background.max_workers')) table s")) {
      try (Connection connection = database.connect()) {
        assertEquals("16", Sql.value(connection, look), look);
      }
    }
  }

  @Test
  void a_transaction_takes_back_what_it_has_set(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "set pg_background.max_workers = 2");
      assertEquals("2", Sql.value(connection, SHOW));
      connection.rollback();
      assertEquals("16", Sql.value(connection, SHOW));
      Sql.execute(connection, "set local pg_background.max_workers = 3");
      connection.commit();
      assertEquals("16", Sql.value(connection, SHOW));
      Sql.execute(connection, "set pg_background.max_workers = 4");
      connection.commit();
      connection.setAutoCommit(true);
      assertEquals("4", Sql.value(connection, SHOW));
      Sql.execute(connection, "reset all");
      assertEquals("16", Sql.value(connection, SHOW));
    }
  }

  @Test
  void a_value_that_is_refused_aborts_the_transaction(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.error("22023", () -> Sql.execute(connection, "set pg_background.max_workers = 0"));
      Sql.error("25P02", () -> Sql.value(connection, SHOW));
      Sql.error("25P02", () -> Sql.execute(connection, "set pg_background.max_workers = 0"));
      connection.rollback();
    }
  }

  @Test
  void several_statements_in_one_string_are_one_transaction(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.error(
          "22012", () -> Sql.execute(connection, "set pg_background.max_workers = 2; select 1/0"));
      assertEquals("16", Sql.value(connection, SHOW));
    }
  }

  @Test
  void roles_databases_and_connections_may_have_values(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "alter database \"" + database.name() + "\" set pg_background.max_workers = ' 7'");
      Sql.error(
          "22023",
          () ->
              Sql.execute(
                  connection,
                  "alter database \"" + database.name() + "\" set pg_background.max_workers = 0"));
    }
    try (Connection connection = database.connect()) {
      assertEquals("7", Sql.value(connection, "select max_workers from pg_background_stats_v2()"));
      assertEquals("7", Sql.value(connection, SHOW));
      Sql.execute(connection, "set pg_background.max_workers = 8; reset pg_background.max_workers");
      assertEquals("7", Sql.value(connection, SHOW));
    }
    Properties options = new Properties();
    options.setProperty("options", "-c pg_background.max_workers=9");
    try (Connection connection = database.connect(options)) {
      assertEquals("9", Sql.value(connection, SHOW));
      assertEquals("9", Sql.value(connection, "select max_workers from pg_background_stats_v2()"));
      Sql.execute(
          connection, "alter database \"" + database.name() + "\" reset pg_background.max_workers");
    }
  }

  @Test
  void a_connection_whose_options_are_out_of_range_is_not_made(TestDatabase database) {
    Properties options = new Properties();
    options.setProperty("options", "-c pg_background.max_workers=0");
    assertEquals(
        "0 is outside the valid range for parameter \"pg_background.max_workers\" (1 .. 1000)",
        Sql.error("22023", () -> database.connect(options)).getMessage());
  }
}
