package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody's types, casts or temporary objects get code of his run on an answer's way. */
@ExtendWith(PostgresExtension.class)
class ConversionTest {
  private static final String THEFT =
      " language plpgsql as $t$ begin insert into vault.gold select current_user; return null; end"
          + " $t$;";

  private final TestDatabase database;

  ConversionTest(TestDatabase database) {
    this.database = database;
  }

  /** Who only looks at a value does not run its type's casts; nor does who gets it from a job. */
  @ParameterizedTest
  @EnumSource
  void casts_from_text_do_not_run(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form);
        Statement statement = scene.session().createStatement()) {
      StringBuilder evil =
          new StringBuilder(
              "create type evil.mood as enum ('sad', 'ok'); create type evil.pair as (n int, t text);");
      for (String type : new String[] {"mood", "mood[]", "pair", "pair[]"}) {
        String function = "evil.cast_" + type.replace("[]", "s");
        for (String source : new String[] {"text", "varchar"}) {
          evil.append("create function " + function + "(" + source + ") returns evil." + type)
              .append(THEFT)
              .append("create cast (" + source + " as evil." + type + ") with function ")
              .append(function + "(" + source + ") as implicit;");
        }
      }
      scene.asAttacker(
          evil
              + "create table evil.gallery(m evil.mood, p evil.pair, ms evil.mood[], ps evil.pair[]);"
              + " insert into evil.gallery values (enum_first(null::evil.mood),"
              + " row(1, null), array[enum_last(null::evil.mood)], array[row(2, null)::evil.pair])");
      String job = "pg_background_launch('select m, p, ms, ps from evil.gallery')";
      String columns = " as (m evil.mood, p evil.pair, ms evil.mood[], ps evil.pair[])";
      statement.execute(
          "do $$ declare r record; begin for r in select * from pg_background_result("
              + job
              + ")"
              + columns
              + " loop raise notice '%', r; end loop; end $$");
      assertEquals(
          List.of("(sad,\"(1,)\",{ok},\"{\"\"(2,)\"\"}\")"), Sql.messages(statement.getWarnings()));
      String row = "sad|(1,)|{ok}|{\"(2,)\"}";
      for (String query :
          new String[] {
            "select * from pg_background_result(" + job + ")" + columns,
            "select * from pg_background_result(" + job + ")" + columns + " order by 1",
            "select r.* from (values (1)) v, lateral pg_background_result("
                + job
                + ") as r"
                + columns.substring(3),
          }) {
        assertEquals(List.of(row), Sql.rows(scene.session(), query));
      }
      scene.assertNothingRan();
    }
  }

  /** It is not the bridge's function that raises, though it runs within. */
  @Test
  void a_check_of_somebody_elses_domain_raises_a_request() throws SQLException {
    try (Scene scene = new Scene(database, Scene.Form.INSTALLED)) {
      scene.plant("evil.check_it(int) returns bool", Scene.forgedRaise("info") + "return true;");
      scene.asAttacker("create domain evil.checked as int check (evil.check_it(value))");
      Sql.execute(
          scene.session(),
          "do $$ begin perform x from pg_background_result(pg_background_launch("
              + "'select array[1]::evil.checked[]')) as (x evil.checked[]); end $$");
      scene.assertNothingRan();
    }
  }

  /** Temporary relations and types are found before others, where nobody says where to look. */
  @ParameterizedTest
  @EnumSource
  void temporary_objects_of_the_catalogs_names_are_not_read(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      scene.asAttacker("create function evil.theft() returns int" + THEFT);
      StringBuilder evil = new StringBuilder();
      for (String view :
          new String[] {
            "pg_locks", "pg_namespace", "pg_proc", "pg_type", "pg_roles", "pg_stat_activity"
          }) {
        evil.append("create view pg_temp." + view + " as select evil.theft() as oid;");
      }
      for (String domain : new String[] {"text", "int4", "int8", "bool", "oid", "bytea"}) {
        evil.append("create domain pg_temp." + domain + " as pg_catalog." + domain)
            .append(" check (evil.theft() is not null);");
      }
      for (String function :
          new String[] {
            "pg_backend_pid()",
            "current_setting(pg_catalog.text)",
            "convert_from(pg_catalog.bytea, pg_catalog.name)",
            "format(pg_catalog.text, pg_catalog.text)",
            "pg_advisory_xact_lock_shared(pg_catalog.int4, pg_catalog.int4)"
          }) {
        evil.append("create function pg_temp." + function + " returns pg_catalog.text" + THEFT);
      }
      scene.attack(evil + "perform set_config('row_security', 'off', false);");
      Sql.execute(scene.session(), "set search_path = pg_temp, public, pg_catalog");
      String calls =
          "pg_background_detach(pg_background_launch('select 1')), pg_background_stats_v2()";
      Sql.execute(
          scene.session(),
          "select "
              + calls
              + " from pg_catalog.generate_series(1, 2) where pg_catalog.random() < 2");
      Sql.rows(
          scene.session(),
          "select r.x from (select 1) one, lateral pg_background_result(pg_background_launch("
              + "'select pg_catalog.random()')) as r(x pg_catalog.float8)");
      if (form == Scene.Form.INSTALLED) {
        Sql.execute(scene.session(), "do $$ begin perform " + calls + "; end $$");
      }
      Sql.execute(scene.session(), "discard temp; reset search_path; reset row_security");
      scene.assertNothingRan();
    }
  }
}
