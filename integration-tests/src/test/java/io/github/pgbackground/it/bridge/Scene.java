package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A superuser's session that calls functions of somebody who may do little: an attacker with a
 * schema of his own, and with what he wants to get into, the table {@code vault.gold}.
 *
 * <p>The attacker's functions run as their owner; what they could do otherwise they could do
 * without this driver.
 */
final class Scene implements AutoCloseable {
  /** Writes to the vault. */
  static final String THEFT = "insert into vault.gold select current_user";

  /** Writes to the vault if it was the superuser who logged in. */
  static final String THEFT_BEHIND_RESET =
      "reset session authorization; reset role; insert into vault.gold select current_user";

  private final TestDatabase database;
  private final Form form;
  private final String attacker = "pgbackground_it_" + ProcessHandle.current().pid() + "_attacker";
  private final Connection session;

  /** How the functions of pg_background come to be there. */
  enum Form {
    TEMPORARY,
    INSTALLED
  }

  Scene(TestDatabase database, Form form) throws SQLException {
    this.database = database;
    this.form = form;
    try (Connection admin = database.connect()) {
      Sql.execute(admin, "create role " + attacker + " login");
      Sql.execute(
          admin, "grant create, temporary on database " + database.name() + " to " + attacker);
      Sql.execute(admin, "create schema evil authorization " + attacker);
      Sql.execute(admin, "create schema vault");
      Sql.execute(admin, "create table vault.gold(thief text)");
      if (form == Form.INSTALLED) {
        Sql.execute(admin, "create extension pg_background");
        Sql.value(admin, "select grant_pg_background_privileges('" + attacker + "')");
      }
    }
    session = database.connect();
    enter(session);
  }

  /** Has a session find the functions. */
  static void enter(Connection connection) throws SQLException {
    Sql.execute(connection, "do $$ begin perform pg_background_stats_v2(); end $$");
  }

  /** The superuser's. */
  Connection session() {
    return session;
  }

  String attacker() {
    return attacker;
  }

  /** The schema of the functions of pg_background. */
  String schema() {
    return form == Form.TEMPORARY ? "pg_temp" : "public";
  }

  /** The schema of what is behind them. */
  String inner() {
    return form == Form.TEMPORARY ? "pg_temp" : "pgbackground_bridge";
  }

  /** The same, as the server shows it. */
  String innerShown() throws SQLException {
    return String.valueOf(
        Sql.value(
            session,
            "select nspname from pg_namespace where oid = "
                + (form == Form.TEMPORARY
                    ? "pg_my_temp_schema()"
                    : "'pgbackground_bridge'::regnamespace")));
  }

  /** The function that raises requests, with its schema. */
  String request() throws SQLException {
    return inner()
        + "."
        + Sql.value(
            session,
            "select proname from pg_proc where proname like 'pgbackground\\_request%'"
                + " and pronamespace = '"
                + innerShown()
                + "'::regnamespace");
  }

  /**
   * Raises what a request looks like in which the superuser calls, in each turn, and leaves the
   * driver the time to believe it: what is no longer waited for is not served.
   */
  static String forgedRaise(String severity) {
    return "for turn in 0..2 loop raise "
        + severity
        + " using errcode = 'PGB01', message = 'pg_background_launch',"
        + " hint = '00000000-0000-4000-8000-000000000000', detail = array['4026531840', turn::text,"
        + " array['"
        + THEFT
        + "', '0']::text, array[session_user::text, session_user::text, 'none', '1000', null, null,"
        + " array['16', '65536', '0', '0', null, '1000']::text, '1000', 'false']::text, null]::text;"
        + " perform pg_sleep(0.05); end loop;";
  }

  /** Runs something as the attacker, in a session that this driver has no part in. */
  void asAttacker(String sql) throws SQLException {
    try (Connection plain = database.connectPlain()) {
      Sql.execute(plain, "set role " + attacker + "; " + sql);
    }
  }

  /** Makes a function of the attacker's, which runs as the attacker. */
  void plant(String function, String body) throws SQLException {
    asAttacker(
        "create or replace function "
            + function
            + " language plpgsql security definer as $planted$ begin "
            + body
            + " end $planted$");
  }

  /** Has the superuser call a function of the attacker's with this body. */
  void attack(String body) throws SQLException {
    plant("evil.attack() returns void", body);
    Sql.execute(session, "select evil.attack()");
  }

  /** Nobody got into the vault, or is about to, and the session goes on. */
  void assertNothingRan() throws SQLException {
    assertEquals(List.of(), running(session));
    assertEquals(List.of(), Sql.rows(session, "select * from vault.gold"));
    assertEquals(List.of("1"), Sql.result(session, Sql.launch(session, "select 1"), "x int"));
  }

  /** The jobs of a session. */
  static List<String> running(Connection connection) throws SQLException {
    return Sql.rows(
        connection,
        "select sql_preview from pg_background_list_v2() as (pid int, cookie bigint, launched_at"
            + " timestamptz, user_id oid, queue_size int, state text, sql_preview text, last_error"
            + " text, consumed bool)");
  }

  @Override
  public void close() throws SQLException {
    session.close();
    try (Connection admin = database.connect()) {
      Bridges.remove(admin);
      Sql.execute(admin, "drop schema if exists vault cascade");
      Sql.execute(admin, "drop owned by " + attacker + " cascade");
      Sql.execute(admin, "drop role " + attacker);
    }
  }
}
