package io.github.pgbackground.it.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The driver's own SQL runs as the application's user, and finds nothing but the catalog's. */
@ExtendWith(PostgresExtension.class)
final class SearchPathTest {

  /** A schema in which every name that the driver's SQL may use means something else. */
  private static final String TRAP =
      """
      create schema trap;
      create function trap.sprung(text, text) returns boolean language plpgsql as
        $$ begin raise exception 'the trap has sprung'; end $$;
      create operator trap.= (leftarg = text, rightarg = text, function = trap.sprung);
      create operator trap.<> (leftarg = text, rightarg = text, function = trap.sprung);
      create operator trap.~~ (leftarg = text, rightarg = text, function = trap.sprung);
      create operator trap.!~~ (leftarg = text, rightarg = text, function = trap.sprung);
      create operator trap.|| (leftarg = text, rightarg = text, function = trap.sprung);
      create domain trap.text as pg_catalog.text check (pg_catalog.length(value) < 0);
      create domain trap.int4 as pg_catalog.int4 check (value < 0);
      create domain trap.json as pg_catalog.json check (value is null);
      create view trap.pg_settings as select 1 / (1 - 1) as nothing;
      create function trap.pg_backend_pid() returns integer language plpgsql as
        $$ begin raise exception 'the trap has sprung'; end $$;
      """;

  @BeforeAll
  static void setTrap(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectPlain();
        Statement statement = connection.createStatement()) {
      statement.execute(TRAP);
      statement.execute(
          "alter database " + database.name() + " set search_path = trap, pg_catalog");
    }
  }

  @Test
  void a_launch_and_its_result_do_not_look_into_the_search_path(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = trap, pg_catalog");
      try (ResultSet rows =
          statement.executeQuery(
              "select * from pg_background_result(pg_background_launch("
                  + "pg_catalog.concat('select ', 1.25)))"
                  + " as (x pg_catalog.numeric(5,1))")) {
        rows.next();
        assertEquals("1.3", rows.getString(1));
      }
    }
  }

  @Test
  void a_worker_logs_in_without_looking_into_the_search_path(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = pg_catalog");
      try (ResultSet rows =
          statement.executeQuery(
              "select * from pg_background_result(pg_background_launch('show search_path'))"
                  + " as (path pg_catalog.text)")) {
        rows.next();
        assertEquals("pg_catalog", rows.getString(1));
      }
    }
  }

  @Test
  void the_extension_is_made_changed_and_dropped_without_looking_into_the_search_path(
      TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = trap, pg_catalog");
      statement.execute("create extension pg_background schema public");
      statement.execute("alter extension pg_background update");
      statement.execute("select public.grant_pg_background_privileges('pg_monitor', false)");
      statement.execute("select public.revoke_pg_background_privileges('pg_monitor', false)");
      statement.execute(
          "select public.pg_background_detach(public.pg_background_launch('select 1'))");
      statement.execute("drop extension pg_background");
      statement.execute("drop role pgbackground_role");
    }
  }
}
