package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.ServerErrorMessage;

/**
 * The server runs some code as the owner of a table, though no function says so: what rows that
 * refer to others call when those are changed, and what an index, statistics or a materialized view
 * keep. Such an owner could replace the temporary functions in the middle of a superuser's block.
 */
@ExtendWith(PostgresExtension.class)
class OwnersCodeTest {
  /** Of a type for which the server would take another function before ours. */
  private static final String LAUNCH = "pg_background_launch('select 1'::varchar)";

  /** With the rights of the session it would do anything without our functions. */
  private static final String PLANT =
      "create function evil.plant() returns void language plpgsql as $plant$ begin"
          + " if current_user <> session_user"
          + " and to_regprocedure('pg_temp.pg_background_launch(varchar)') is null then"
          + " create function pg_temp.pg_background_launch(varchar) returns int"
          + " language plpgsql as $trap$ begin insert into vault.gold select current_user;"
          + " return 1; end $trap$; end if; end $plant$;"
          + "create function evil.plant_all() returns trigger language plpgsql as $plant$"
          + " begin perform evil.plant(); return old; end $plant$;"
          + "create function evil.plant(int) returns int immutable language plpgsql as $plant$"
          + " begin perform evil.plant(); return 1; end $plant$;";

  private final TestDatabase database;
  private Scene scene;

  OwnersCodeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void open() throws SQLException {
    scene = new Scene(database, Scene.Form.TEMPORARY);
    Sql.execute(
        scene.session(),
        "create table vault.parent(id int primary key); insert into vault.parent values (1), (2);"
            + " grant usage on schema vault to "
            + scene.attacker()
            + "; grant references on vault.parent to "
            + scene.attacker());
    scene.asAttacker(PLANT);
  }

  @AfterEach
  void close() throws SQLException {
    scene.close();
  }

  private void child(String columns, String rest) throws SQLException {
    scene.asAttacker(
        "create table evil.child("
            + columns.replace("REFERS", "references vault.parent")
            + "); insert into evil.child values (1);"
            + rest);
  }

  private void assertRefused(String sql) throws SQLException {
    ServerErrorMessage refused =
        Sql.error("42501", () -> Sql.execute(scene.session(), sql.replace("LAUNCH", LAUNCH)));
    assertTrue(String.valueOf(refused.getDetail()).contains(scene.attacker()), refused.toString());
    assertEquals(List.of(), Sql.rows(scene.session(), "select * from vault.gold"));
    scene.assertNothingRan();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id int REFERS on delete cascade"
            + "|create trigger t before delete on evil.child for each row execute function evil.plant_all()",
        "id int REFERS on delete cascade"
            + "|create rule r as on delete to evil.child do also select evil.plant(1)",
        "id int REFERS on delete set null, check (evil.plant(id) = 1)|",
        "id int REFERS on delete set null, x int generated always as (evil.plant(id)) stored|",
        "id int default 2 + evil.plant(1) - 1 REFERS on delete set default|",
        "id int REFERS on delete set null|create index on evil.child(evil.plant(id))",
        "id int REFERS on delete set null"
            + "|create domain evil.checked as int check (evil.plant(value) = 1);"
            + " alter table evil.child alter id type evil.checked",
      })
  void where_rows_of_somebody_elses_go_with_others(String columns, @Nullable String rest)
      throws SQLException {
    child(columns, rest == null ? "" : rest);
    assertRefused("do $$ begin delete from vault.parent where id = 1; perform LAUNCH; end $$");
    assertRefused("do $$ begin delete from vault.U&\"\\0070arent\"; perform LAUNCH; end $$");
    assertRefused("prepare p as select LAUNCH");
    assertRefused(
        "do $do$ begin perform * from pg_background_result(pg_background_launch($job$"
            + "delete from vault.parent; select LAUNCH is null$job$)) as (x bool); end $do$");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create index on evil.kept(evil.plant(x))|analyze",
        "create index on evil.kept(evil.plant(x))|reindex table evil.kept",
        "create index on evil.kept(x) where evil.plant(x) = 1|reindex table evil.kept",
        "create statistics evil.s on (evil.plant(x)), (x + 1) from evil.kept|analyze",
        "create materialized view evil.m as select evil.plant(x) from evil.kept"
            + "|refresh materialized view evil.m",
        "create view evil.v as select evil.plant(x) from evil.kept;"
            + " create materialized view evil.m as select * from evil.v"
            + "|refresh materialized view evil.m",
        "create materialized view evil.m as"
            + " select query_to_xml('select evil.plant(1)', true, true, '') is null"
            + "|refresh materialized view evil.m",
        "create index b on evil.kept using brin (evil.plant(x))"
            + "|perform brin_summarize_new_values('evil.b')",
      })
  void where_what_somebody_else_keeps_is_made_anew(String kept, String upkeep) throws SQLException {
    scene.asAttacker("create table evil.kept(x int); insert into evil.kept values (1);" + kept);
    assertRefused("do $$ begin " + upkeep + "; perform LAUNCH; end $$");
  }

  /** As most tables are, of whoever they may be. */
  @Test
  void where_they_call_nothing_that_is_not_the_servers_own_blocks_run() throws SQLException {
    child(
        "id int REFERS on delete cascade on update cascade, n int default 7 check (n > 0),"
            + " t text generated always as ('n' || id) stored",
        "create index on evil.child(lower(t)) where n > 1;"
            + "create materialized view evil.m as select count(*) from evil.child");
    Sql.execute(
        scene.session(),
        "do $$ begin analyze; refresh materialized view evil.m; delete from vault.parent;"
            + " perform pg_background_detach("
            + LAUNCH
            + "); end $$");
    assertEquals(List.of(), Sql.rows(scene.session(), "select * from evil.child"));
    scene.assertNothingRan();
  }

  @Test
  void where_a_block_names_nothing_of_anybodys_it_runs() throws SQLException {
    child(
        "id int REFERS on delete cascade",
        "create trigger t before delete on evil.child for each row execute function evil.plant_all()");
    Sql.execute(
        scene.session(),
        "do $$ declare h public.pg_background_handle; begin h := pg_background_launch_v2('select 1');"
            + " perform pg_background_detach_v2(h.pid, h.cookie); end $$");
    scene.assertNothingRan();
  }

  /** All names of such a statement are known before it changes anything. */
  @Test
  void a_statement_that_changes_such_rows_itself_runs_no_code_of_theirs_as_another()
      throws SQLException {
    child(
        "id int REFERS on delete cascade",
        "create trigger t before delete on evil.child for each row execute function evil.plant_all()");
    Sql.rows(
        scene.session(),
        "with gone as (delete from vault.parent where id = 1 returning id)"
            + " select pg_background_detach(pg_background_launch('select ' || id)) from gone");
    assertEquals(List.of(), Sql.rows(scene.session(), "select * from vault.gold"));
    Sql.error("42723", () -> Scene.enter(scene.session()));
    Sql.execute(scene.session(), "discard temp");
    scene.assertNothingRan();
  }

  /** Whoever gets in by one of them is seen before the next. */
  @Test
  void each_entry_of_a_batch_is_looked_at() throws SQLException {
    child(
        "id int REFERS on delete cascade",
        "create trigger t before delete on evil.child for each row execute function evil.plant_all()");
    try (Statement batch = scene.session().createStatement();
        PreparedStatement same =
            scene.session().prepareStatement("delete from vault.parent where " + LAUNCH + " > ?")) {
      batch.addBatch("delete from vault.parent where id = 1");
      batch.addBatch("update vault.parent set id = id where " + LAUNCH + " > 0");
      assertEquals(
          "42723", assertThrows(BatchUpdateException.class, batch::executeBatch).getSQLState());
      Sql.execute(scene.session(), "discard temp");
      for (int i = 0; i < 2; i++) {
        same.setInt(1, 0);
        same.addBatch();
      }
      assertEquals(
          "42723", assertThrows(BatchUpdateException.class, same::executeBatch).getSQLState());
      assertEquals(List.of(), Sql.rows(scene.session(), "select * from vault.gold"));
    }
  }
}
