package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nobody gets believed by putting a function of his own in the place of the bridge's. */
@ExtendWith(PostgresExtension.class)
class ReplacedFunctionTest {
  private static final String FAKE =
      "create function pg_temp.pgbackground_request(a text, b text[], c text[]) returns void"
          + " language plpgsql as $fake$ begin "
          + Scene.forgedRaise("info")
          + " end $fake$;";
  private static final String CALL_FAKE =
      "perform pg_temp.pgbackground_request('', null::text[], null::text[]);";

  private final TestDatabase database;

  ReplacedFunctionTest(TestDatabase database) {
    this.database = database;
  }

  private Scene scene(Scene.Form form) throws SQLException {
    return new Scene(database, form);
  }

  @Test
  void temporary_ones_are_discarded_for_a_moment() throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY)) {
      scene.attack(
          "for i in 1..5 loop begin execute 'discard temp';"
              + FAKE
              + CALL_FAKE
              + "raise exception using errcode = 'XX001'; exception when sqlstate 'XX001' then null;"
              + " end; end loop;");
      scene.assertNothingRan();
      scene.attack("execute 'discard temp';" + FAKE + CALL_FAKE);
      assertEquals(List.of(), Sql.rows(scene.session(), "select * from vault.gold"));
      assertEquals(List.of(), Scene.running(scene.session()));
    }
  }

  @Test
  void temporary_ones_that_were_not_committed_are_discarded_and_then_committed()
      throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY);
        Connection session = database.connect()) {
      scene.plant("evil.replace() returns void", "execute 'discard temp';" + FAKE);
      scene.plant("evil.call() returns void", CALL_FAKE);
      session.setAutoCommit(false);
      Scene.enter(session);
      Sql.execute(session, "select evil.replace()");
      Sql.execute(session, "select evil.call()");
      session.commit();
      Sql.execute(session, "select evil.call()");
      session.commit();
      assertEquals(List.of(), Scene.running(session));
      session.commit();
      scene.assertNothingRan();
    }
  }

  @Test
  void temporary_ones_are_rolled_back_and_made_by_somebody_else() throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY);
        Connection session = database.connect()) {
      scene.plant("evil.replace() returns void", FAKE + CALL_FAKE);
      session.setAutoCommit(false);
      Sql.execute(session, "savepoint s");
      Scene.enter(session);
      Sql.execute(session, "rollback to savepoint s");
      Sql.execute(session, "select evil.replace()");
      assertEquals(List.of(), Scene.running(session));
      Sql.error("42723", () -> Scene.enter(session));
      session.rollback();
      Scene.enter(session);
      session.commit();
      scene.assertNothingRan();
    }
  }

  @Test
  void the_proof_of_temporary_ones_is_for_nobody_else() throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY)) {
      Sql.error("42501", () -> scene.attack("perform proof from pg_temp.pgbackground_proof;"));
      Sql.execute(scene.session(), "grant pg_read_all_data to " + scene.attacker());
      scene.attack("if exists (select from pg_temp.pgbackground_proof) then raise 'seen'; end if;");
      String nothing = "then raise 'shown'; end if;";
      scene.attack("if pg_temp.pgbackground_prove() is not null " + nothing);
      scene.plant(
          "evil.pgbackground_request(text, text[], text[]) returns text",
          "return pg_temp.pgbackground_prove();");
      scene.attack("if evil.pgbackground_request(null, null, null) is not null " + nothing);
      scene.attack(
          "declare shown text; begin execute $text$select pg_temp.pgbackground_prove() /*\n"
              + "PL/pgSQL function "
              + scene.innerShown()
              + ".pgbackground_request(text,text[],text[]) line 1 at RAISE*/$text$ into shown;"
              + " if shown is not null "
              + nothing
              + " end;");
    }
  }

  @Test
  void functions_of_the_temporary_names_were_there_before() throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY);
        Connection session = database.connect()) {
      scene.plant("evil.first() returns void", FAKE);
      scene.plant(
          "evil.overload() returns void",
          "create function pg_temp.pg_background_launch(text) returns int language plpgsql as"
              + " $o$ begin insert into vault.gold select current_user; return 1; end $o$;");
      for (String attack : new String[] {"first", "overload"}) {
        Sql.execute(session, "select evil." + attack + "()");
        Sql.error(
            "42723",
            () -> Sql.execute(session, "do $$ begin perform pg_background_launch('x'); end $$"));
        Sql.execute(session, "discard temp");
        Scene.enter(session);
      }
      Sql.execute(session, "select evil.overload()");
      Sql.error(
          "42723",
          () -> Sql.execute(session, "do $$ begin perform pg_background_launch('x'); end $$"));
      Sql.execute(session, "discard temp");
      scene.assertNothingRan();
    }
  }

  /**
   * A check of a domain is code, and it would run in the functions that give values of the type.
   */
  @Test
  void types_of_the_temporary_names_were_made_while_theirs_had_made_way() throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY);
        Connection session = database.connect()) {
      scene.asAttacker(
          "create function evil.check(record) returns bool language plpgsql as $c$ begin"
              + " insert into vault.gold select current_user; return true; end $c$");
      Scene.enter(session);
      scene.plant(
          "evil.make() returns void",
          "create type pg_temp.base as (pid int, cookie bigint); create domain"
              + " pg_temp.pg_background_handle as pg_temp.base check (evil.check(value));");
      Sql.execute(session, "create extension pg_background");
      Scene.enter(session);
      Sql.execute(session, "select evil.make()");
      Sql.execute(session, "drop extension pg_background");
      for (String sql :
          new String[] {
            "do $$ begin perform pg_background_launch_v2('select 1'); end $$",
            "select pg_background_launch_v2('select 1') where now() is not null"
          }) {
        Sql.error("42723", () -> Sql.execute(session, sql));
      }
      assertEquals(List.of(), Sql.rows(session, "select * from vault.gold"));
      Sql.execute(session, "discard temp");
      scene.assertNothingRan();
    }
  }

  /** The server remembers under which name it has compiled a function. */
  @Test
  void the_schema_of_installed_ones_had_another_owner_and_another_name_before()
      throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY);
        Connection session = database.connect()) {
      scene.asAttacker("create schema pgbackground_bridge");
      scene.plant(
          "pgbackground_bridge.pgbackground_request(a text, b text[], c text[]) returns void",
          Scene.forgedRaise("info"));
      Sql.execute(session, "select pgbackground_bridge.pgbackground_request(null, null, null)");
      scene.asAttacker("alter schema pgbackground_bridge rename to other");
      Sql.execute(session, "create extension pg_background");
      Scene.enter(session);
      Sql.execute(session, "select other.pgbackground_request(null, null, null)");
      assertEquals(List.of(), Scene.running(session));
      scene.asAttacker("drop schema other cascade");
      scene.assertNothingRan();
    }
  }

  @Test
  void installed_ones_were_made_in_a_transaction_that_is_rolled_back() throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY);
        Connection session = database.connect()) {
      scene.plant(
          "evil.make() returns void",
          "create schema pgbackground_bridge;"
              + FAKE.replace("pg_temp", "pgbackground_bridge")
              + CALL_FAKE.replace("pg_temp", "pgbackground_bridge"));
      session.setAutoCommit(false);
      Sql.execute(session, "savepoint s");
      Sql.execute(session, "create extension pg_background");
      Sql.execute(session, "do $$ begin perform pg_background_stats_v2(); end $$");
      Sql.execute(session, "rollback to savepoint s");
      Sql.execute(session, "select evil.make()");
      assertEquals(List.of(), Scene.running(session));
      session.rollback();
      Sql.execute(session, "select evil.make()");
      session.commit();
      assertEquals(List.of(), Scene.running(session));
      Sql.execute(session, "drop schema pgbackground_bridge cascade");
      session.commit();
      scene.assertNothingRan();
    }
  }

  @Test
  void installed_ones_get_an_owner_who_is_not_trusted() throws SQLException {
    try (Scene scene = scene(Scene.Form.INSTALLED)) {
      Sql.execute(
          scene.session(),
          "grant create on schema pgbackground_bridge to "
              + scene.attacker()
              + "; alter function "
              + scene.request()
              + " owner to "
              + scene.attacker());
      Sql.error(
          "08006",
          () ->
              Sql.execute(
                  scene.session(), "do $$ begin perform pg_background_launch('select 1'); end $$"));
    }
  }

  @Test
  void installed_ones_belong_to_somebody_who_is_not_trusted() throws SQLException {
    try (Scene scene = scene(Scene.Form.TEMPORARY)) {
      String url = "options=-crole=" + scene.attacker();
      java.util.Properties asAttacker = new java.util.Properties();
      asAttacker.setProperty("options", url.substring("options=".length()));
      try (Connection attacker = database.connect(asAttacker)) {
        Sql.execute(attacker, "create extension pg_background schema evil");
      }
      scene.asAttacker(
          "grant execute on all functions in schema evil to public;"
              + " grant usage on schema evil to public");
      try (Connection session = database.connect()) {
        assertEquals(
            1, Sql.messages(session.getWarnings()).size(), "the session says so when it begins");
        Sql.error(
            "0A000",
            () ->
                Sql.execute(
                    session, "do $$ begin perform evil.pg_background_launch('select 1'); end $$"));
      }
    }
  }
}
