package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ServerErrorMessage;

/**
 * A function that runs as somebody else puts functions of his own beside the bridge's, or in their
 * place, in the middle of a statement: they would run as the superuser.
 */
@ExtendWith(PostgresExtension.class)
class OverloadTest {
  private static final String LAUNCH = "pg_background_detach(pg_background_launch('select 1'))";

  private final TestDatabase database;

  OverloadTest(TestDatabase database) {
    this.database = database;
  }

  private static String trap(String function, String result) {
    return "create function pg_temp."
        + function
        + " returns "
        + result
        + " language plpgsql as $trap$ begin insert into vault.gold select current_user;"
        + " return null; end $trap$;";
  }

  /** Functions that the server prefers for a call with fewer, or other, types. */
  private static final String BESIDE =
      trap("pg_background_launch(text)", "int")
          + trap("pg_background_launch(varchar)", "int")
          + trap("pg_background_detach(anyelement)", "void").replace("return null;", "")
          + trap("pgbackground_request(text, text[], text)", "bytea")
          + trap("pgbackground_request(text, text[], anyelement)", "bytea")
          + trap("pgbackground_ask(text, text, text)", "text")
          + trap("pgbackground_ask(varchar, text[], text[])", "text");

  /** A function that may be called as the bridge's are, which have no parameters. */
  private static final String ALIKE = trap("pgbackground_hidden(int default 1)", "text[]");

  private static final String INSTEAD =
      "execute 'discard temp';"
          + trap("pg_background_launch(text, int default 0)", "int")
          + trap("pg_background_detach(int)", "void").replace("return null;", "");

  private static void plant(Scene scene) throws SQLException {
    scene.plant("evil.beside() returns int", BESIDE + "return 1;");
    scene.plant("evil.alike() returns int", ALIKE + "return 1;");
    scene.plant("evil.instead() returns int", INSTEAD + "return 1;");
  }

  private static void assertNothingStolen(Scene scene) throws SQLException {
    assertEquals(List.of(), Sql.rows(scene.session(), "select * from vault.gold"));
  }

  @ParameterizedTest
  @CsvSource({"beside,", "alike, 42725", "instead, XX000"})
  void in_a_statement_whose_names_are_known_before_it_runs_they_are_not_called(
      String how, @Nullable String error) throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.TEMPORARY)) {
      plant(scene);
      String sql =
          "select evil."
              + how
              + "(), pg_background_detach(pg_background_launch('select ' || n)),"
              + " pg_background_stats_v2() from generate_series(1, 2) n";
      if (error == null) {
        Sql.rows(scene.session(), "select evil." + how + "() as n, " + LAUNCH + " where true");
      } else {
        Sql.error(error, () -> Sql.rows(scene.session(), sql));
      }
      assertNothingStolen(scene);
      if (error == null) {
        Sql.error("42723", () -> Scene.enter(scene.session()));
        Sql.execute(scene.session(), "discard temp");
      }
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "do $$ begin perform evil.beside(); perform LAUNCH; end $$",
        "do $$ begin perform evil.instead(); perform LAUNCH; end $$",
        "do $$ declare n int := beside(); begin perform LAUNCH; end $$",
        "do $$ begin execute 'select ' || 'evil.beside()'; perform LAUNCH; end $$",
        "do $$ begin insert into evil.bait values (1); perform LAUNCH; end $$",
        "do $$ begin perform from evil.look; perform LAUNCH; end $$",
        "do $$ begin perform trusted(); perform LAUNCH; end $$",
        "do $$ begin perform 1 operator(public.@#@) 2; perform LAUNCH; end $$",
        "do $$ begin perform 1::public.beside_checked; perform LAUNCH; end $$",
        "do $$ begin perform query_to_xml('select evil.beside()', true, true, ''); perform LAUNCH;"
            + " end $$",
        "do $$ begin set constraints all immediate; perform LAUNCH; end $$",
        "prepare p as select LAUNCH",
      })
  void where_names_are_looked_up_later_temporary_functions_are_not_used(String sql)
      throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.TEMPORARY)) {
      plant(scene);
      scene.plant("evil.fire() returns trigger", BESIDE + "return new;");
      scene.asAttacker(
          "create table evil.bait(x int); create trigger fire before insert on evil.bait"
              + " for each row execute function evil.fire();"
              + " create view evil.look as select evil.beside()");
      Sql.execute(
          scene.session(),
          "create function trusted() returns int language sql as 'select evil.beside()';"
              + " create function beside2(int, int) returns int language sql"
              + " as 'select evil.beside()';"
              + " create operator @#@ (leftarg = int, rightarg = int, function = beside2);"
              + " create domain beside_checked as int check (evil.beside() = value)");
      try {
        ServerErrorMessage refused =
            Sql.error("42501", () -> Sql.execute(scene.session(), sql.replace("LAUNCH", LAUNCH)));
        assertTrue(
            String.valueOf(refused.getDetail()).contains(scene.attacker()), refused.toString());
        assertNothingStolen(scene);
        scene.assertNothingRan();
      } finally {
        Sql.execute(
            scene.session(),
            "drop operator @#@ (int, int); drop function beside2, trusted;"
                + " drop domain beside_checked");
      }
    }
  }

  @Test
  void code_that_names_nothing_but_what_is_the_servers_own_uses_them() throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.TEMPORARY)) {
      plant(scene);
      Sql.execute(
          scene.session(),
          "do $$ declare r record; n int; begin for r in select relname from pg_class limit 2 loop"
              + " n := pg_background_launch('select ' || quote_literal(r.relname));"
              + " perform x from pg_background_result(n) as (x text); end loop; end $$");
      scene.assertNothingRan();
    }
  }

  @Test
  void where_nobody_else_may_make_temporary_functions_code_of_all_kinds_uses_them()
      throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.TEMPORARY)) {
      plant(scene);
      String revoke = "revoke temporary on database " + database.name() + " from ";
      Sql.execute(scene.session(), revoke + "public; " + revoke + scene.attacker());
      Sql.execute(
          scene.session(),
          "do $$ begin begin perform evil.beside(); exception when insufficient_privilege then null;"
              + " end; perform "
              + LAUNCH
              + "; end $$");
      Sql.execute(scene.session(), "prepare p as select " + LAUNCH + "; execute p; deallocate p");
      Sql.execute(scene.session(), "grant temporary on database " + database.name() + " to public");
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "INSTALLED")
  void installed_ones_have_nothing_beside_them(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      plant(scene);
      for (String how : new String[] {"beside", "instead"}) {
        Sql.execute(
            scene.session(),
            "do $$ begin perform evil." + how + "(); perform " + LAUNCH + "; end $$");
        Sql.execute(scene.session(), "discard temp");
      }
      scene.assertNothingRan();
    }
  }

  /** A job's text is run statement by statement, and each one's names are looked up then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select evil.beside(); select LAUNCH where true|42501",
        "select evil.instead(); select LAUNCH where true|42501",
        "do $$ begin perform evil.beside(); perform LAUNCH; end $$|42501",
        "do $$ begin perform evil.beside(); end $$; select LAUNCH where true|42501",
        "select LAUNCH where true; select evil.beside()|00000",
        "select count(*) from pg_class; select LAUNCH where true|00000",
        "select evil.beside(), LAUNCH where true|00000",
      })
  void jobs_are_guarded_as_statements_are(String job, String state) throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.TEMPORARY)) {
      plant(scene);
      String read =
          "do $do$ begin perform * from pg_background_result(pg_background_launch($job$"
              + job.replace("LAUNCH", LAUNCH).replace("where true", "is null as x")
              + "$job$)) as (x bool); exception when datatype_mismatch then null; end $do$";
      if (state.equals("00000")) {
        Sql.execute(scene.session(), read);
      } else {
        Sql.error(state, () -> Sql.execute(scene.session(), read));
      }
      assertNothingStolen(scene);
      scene.assertNothingRan();
    }
  }
}
