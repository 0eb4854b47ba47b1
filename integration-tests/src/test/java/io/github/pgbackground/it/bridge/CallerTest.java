package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.ServerErrorMessage;

/** A job runs as the current user of the call, and cannot become more than that one could. */
@ExtendWith(PostgresExtension.class)
class CallerTest {
  private final TestDatabase database;

  CallerTest(TestDatabase database) {
    this.database = database;
  }

  private static String launch(Scene scene, String job) {
    return "perform " + scene.schema() + ".pg_background_launch('" + job + "');";
  }

  @ParameterizedTest
  @EnumSource
  void a_function_of_somebody_elses_launches_nothing_in_a_superusers_session(Scene.Form form)
      throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      for (String job : new String[] {Scene.THEFT, Scene.THEFT_BEHIND_RESET}) {
        String hint =
            String.valueOf(Sql.error("42501", () -> scene.attack(launch(scene, job))).getHint());
        assertTrue(hint.contains("SECURITY DEFINER"), hint);
        Sql.error("42501", () -> scene.attack("set search_path = evil; " + launch(scene, job)));
      }
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nor_where_its_owner_is_the_role_that_is_set(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      scene.plant("evil.attack() returns void", launch(scene, Scene.THEFT_BEHIND_RESET));
      Sql.execute(scene.session(), "set role " + scene.attacker());
      Sql.error("42501", () -> Sql.execute(scene.session(), "select evil.attack()"));
      Sql.execute(scene.session(), "reset role");
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nor_where_its_owner_is_the_sessions_user_but_has_not_logged_in(Scene.Form form)
      throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      scene.plant("evil.attack() returns void", launch(scene, Scene.THEFT_BEHIND_RESET));
      scene.asAttacker(
          "create function evil.plain() returns void language plpgsql as $p$ begin "
              + launch(scene, Scene.THEFT_BEHIND_RESET)
              + " end $p$");
      Sql.execute(scene.session(), "set session authorization " + scene.attacker());
      Sql.error("42501", () -> Sql.execute(scene.session(), "select evil.attack()"));
      Sql.error("42501", () -> Sql.execute(scene.session(), "select evil.plain()"));
      Sql.execute(scene.session(), "reset session authorization");
      scene.assertNothingRan();
    }
  }

  @Test
  void temporary_functions_are_not_made_for_a_user_who_has_not_logged_in() throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.TEMPORARY);
        Connection session = database.connect()) {
      Sql.execute(session, "set session authorization " + scene.attacker());
      Sql.error("42501", () -> Scene.enter(session));
      Sql.execute(session, "reset session authorization");
      Scene.enter(session);
    }
  }

  @ParameterizedTest
  @EnumSource
  void names_in_quotes_do_not_hide_who_asks_and_are_the_jobs_too(Scene.Form form)
      throws SQLException {
    try (Scene scene = new Scene(database, form);
        Connection session = database.connect()) {
      Sql.execute(session, "set quote_all_identifiers = on");
      Sql.execute(
          session,
          "do $$ begin create temporary table seen as select x from pg_background_result("
              + "pg_background_launch('select current_setting(''quote_all_identifiers'')'))"
              + " as (x text); end $$");
      assertEquals(List.of("on"), Sql.rows(session, "select x from seen"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_role_that_is_set_is_the_jobs_user(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      Sql.execute(scene.session(), "set role " + scene.attacker());
      Sql.execute(scene.session(), "create table evil.seen(x text)");
      Sql.execute(
          scene.session(),
          "do $$ begin insert into evil.seen select x from pg_background_result("
              + "pg_background_launch('select current_user::text')) as (x text); end $$");
      assertEquals(List.of(scene.attacker()), Sql.rows(scene.session(), "select x from evil.seen"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_superusers_function_launches_nothing_as_the_superuser_in_a_session_of_somebody_elses(
      Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form);
        Connection session =
            DriverManager.getConnection(
                database.url().replaceFirst("user=[^&]*", "user=" + scene.attacker()))) {
      assertEquals(scene.attacker(), Sql.value(session, "select session_user"));
      Scene.enter(session);
      Sql.execute(
          scene.session(),
          "create or replace function public.helper() returns void language plpgsql security definer as"
              + " $h$ begin "
              + "perform x from "
              + scene.schema()
              + ".pg_background_result("
              + scene.schema()
              + ".pg_background_launch('"
              + Scene.THEFT
              + "')) as (x text);"
              + " end $h$");
      ServerErrorMessage error =
          Sql.error("42501", () -> Sql.execute(session, "select public.helper()"));
      assertEquals(
          "A background worker logs in as \""
              + scene.attacker()
              + "\", and can become only who that user may become.",
          error.getHint());
      Sql.execute(scene.session(), "drop function public.helper()");
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_planted_on_the_search_path_runs_in_the_functions(Scene.Form form)
      throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      String trap =
          " language plpgsql as $t$ begin insert into vault.gold select current_user;"
              + " return null; end $t$;";
      scene.asAttacker(
          "create function evil.eq(text, text) returns bool"
              + trap
              + "create operator evil.= (leftarg = text, rightarg = text, function = evil.eq);"
              + "create function evil.current_setting(text) returns text"
              + trap
              + "create function evil.array_agg(text) returns text[]"
              + trap
              + "create function evil.pg_advisory_xact_lock_shared(int, int) returns text"
              + trap
              + "create function evil.convert_from(bytea, text) returns text"
              + trap
              + "create domain evil.text as pg_catalog.text check (value = 'never');"
              + "create type evil.int4 as enum ('trap'); create type evil.record as (x int);"
              + "create view evil.pg_locks as select 1 as pid;"
              + "create view evil.pg_roles as select 1 as oid;");
      Sql.execute(scene.session(), "grant usage on schema evil to public");
      Sql.execute(scene.session(), "set search_path = evil, pg_catalog, public");
      Sql.execute(
          scene.session(),
          "do $$ declare n pg_catalog.int8; begin select count(*) into n from"
              + " pg_background_result(pg_background_launch('select 1')) as (x pg_catalog.int4);"
              + " perform pg_background_stats_v2(); perform 1 from pg_background_list_v2() as"
              + " (pid pg_catalog.int4, cookie int8, launched_at timestamptz, user_id oid, queue_size"
              + " pg_catalog.int4, state pg_catalog.text, sql_preview pg_catalog.text, last_error"
              + " pg_catalog.text, consumed bool); end $$");
      Sql.execute(scene.session(), "reset search_path");
      scene.assertNothingRan();
    }
  }
}
