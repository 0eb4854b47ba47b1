package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes of a job: the rows of its last statement or, where that has none, command tags. */
@ExtendWith(PostgresExtension.class)
class JobOutcomeTest {
  private final TestDatabase database;
  private JobTexts texts;

  JobOutcomeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    texts = JobTexts.in(database);
  }

  @AfterEach
  void end() throws SQLException {
    texts.close();
  }

  @Test
  void command_tags_are_the_servers() throws SQLException {
    texts.each(
        """
          insert into t values (3, 'c'), (4, 'd')                    -> INSERT 0 2
          insert into t select * from t where false                  -> INSERT 0 0
          update t set v = 'x' where id > 1                          -> UPDATE 1
          delete from t                                              -> DELETE 2
          with w as (select 9) insert into t select *, '' from w     -> INSERT 0 1
          with w as (insert into t values (9) returning 1) update t set v = '' -> UPDATE 2
          prepare p as insert into t values (5); execute p           -> PREPARE / INSERT 0 1
          select id into s from t                                    -> SELECT 2
          with w as (select 1 as a) select a into s from w           -> SELECT 1
          create table s as select generate_series(1, 5)             -> SELECT 5
          create table s as table t with no data                     -> CREATE TABLE AS
          create materialized view n as select 1                     -> SELECT 1
          refresh materialized view m                                -> REFRESH MATERIALIZED VIEW
          copy t to '/dev/null'                                      -> COPY 2
          copy t from '/dev/null'                                    -> COPY 0
          copy (select 1) to program 'cat > /dev/null'               -> COPY 1
          copy (select 1 as stdin from t stdout) to '/dev/null'      -> COPY 2
          copy t (id) from program 'echo 7'                          -> COPY 1
          truncate t; copy t (id) from program 'echo 1; echo 2'      -> TRUNCATE TABLE / COPY 2
          declare c cursor for table t; move 1 from c; close c       -> DECLARE CURSOR / MOVE 1 / CLOSE CURSOR
          declare c cursor for table t; fetch all from c; close c    -> DECLARE CURSOR / FETCH 2 / CLOSE CURSOR
          select 1; lock table t                                     -> SELECT 1 / LOCK TABLE
          create rule r as on insert to t do also (select 1; select 2) -> CREATE RULE
          create schema s2 create table a () create view b as select 1; drop schema s2 cascade -> CREATE SCHEMA / DROP SCHEMA
          create function f() returns int begin atomic select 1; select case when true then 2 end; end -> CREATE FUNCTION
          call commits_nothing()                                     -> CALL
          do $$ begin perform 1; end $$                              -> DO
          prepare left_over as select 1                              -> PREPARE
          deallocate all                                             -> DEALLOCATE ALL
          discard all                                                -> DISCARD ALL
          discard plans                                              -> DISCARD PLANS
          reset all                                                  -> RESET
          reset work_mem                                             -> RESET
          set work_mem = '5MB'                                       -> SET
          set role none                                              -> SET
          set constraints all deferred                               -> SET CONSTRAINTS
          notify c                                                   -> NOTIFY
          unlisten *                                                 -> UNLISTEN
          load 'plpgsql'                                             -> LOAD
          analyze t                                                  -> ANALYZE
          cluster t using t_pkey                                     -> CLUSTER
          reindex table t                                            -> REINDEX
          checkpoint                                                 -> CHECKPOINT
          grant select on t to public                                -> GRANT
          revoke select on t from public                             -> REVOKE
          comment on table t is 'x'                                  -> COMMENT
          create type e as enum ('a')                                -> CREATE TYPE
          alter table t add column w int                             -> ALTER TABLE
          do $$ begin end $$; /* c */; select 1;; -- c               -> 1
          """,
        texts::assertGives);
  }

  @Test
  void merge_has_a_tag_too() throws SQLException {
    if (texts.connection().getMetaData().getDatabaseMajorVersion() >= 15) {
      texts.assertGives(
          "merge into t using (values (1), (5)) as s(n) on id = n when matched then update set v ="
              + " 'm' when not matched then insert values (n)",
          "MERGE 2");
    } else {
      texts.error("42601", "merge into t using t as s on true when matched then delete");
    }
  }

  @Test
  void rows_are_those_of_the_last_statement() throws SQLException {
    texts.each(
        """
          table t                                                    -> 1,a / 2,b
          values (1, 2), (3, 4)                                      -> 1,2 / 3,4
          (select 1) union all (select 2)                            -> 1 / 2
          ((select 3))                                               -> 3
          show work_mem                                              -> 4MB
          select 1; show work_mem                                    -> 4MB
          explain (costs off) select 1                               -> Result
          explain (analyze, costs off, timing off, summary off) insert into t values (9) returning id; table t -> 1,a / 2,b / 9,
          with w as (insert into t values (7, 'w') returning id) select * from w -> 7
          with w as (select 8) insert into t select *, 'x' from w returning id, v -> 8,x
          insert into t values (9, 'r') returning *;                 -> 9,r
          update t set v = 'q' where id = 1 returning v as returning_ -> q
          delete from t where id = 1 returning (select count(*) from t) -> 2
          prepare p(int) as select $1 + 1; execute p(4)              -> 5
          prepare transaction as select 6; execute transaction       -> 6
          prepare i as insert into t values (5) returning id; execute i -> 5
          declare c cursor for table t; fetch 1 from c               -> 1,a
          declare c binary cursor for table t; fetch all from c      -> 1,a / 2,b
          declare c cursor with hold for table t; fetch all from c   -> 1,a / 2,b
          create temp table s (a int); insert into s values (1); table s -> 1
          create function f() returns int begin atomic select 1; select 2; end; select f() -> 2
          set role pg_monitor; select current_user                   -> pg_monitor
          set local work_mem = '3MB'; show work_mem                  -> 3MB
          select 'a' as "one; two"; select 'b;'                      -> b;
          select 1;; /* a ; b */ ; /* ;; */ select 2; ; -- 3         -> 2
          """,
        texts::assertGives);
  }

  @Test
  void a_text_of_nothing_gives_nothing() throws SQLException {
    for (String job :
        new String[] {"", " ", ";", " ;; ; ", "-- only", "/* only */", "/* ; */ ; -- ;", "\n\t"}) {
      assertEquals(List.of(), texts.run(job));
    }
  }

  @Test
  void rules_have_their_say() throws SQLException {
    Sql.execute(
        texts.connection(),
        """
        create view w as select * from t;
        create rule i as on insert to w do instead
          insert into t values (new.id + 10, new.v) returning *;
        create rule d as on delete to w do instead select 'not deleted';
        create rule u as on update to w do instead nothing
        """);
    assertEquals(List.of("13,x"), texts.run("insert into w values (3, 'x') returning *"));
    assertEquals(List.of("not deleted"), texts.run("delete from w"));
    assertEquals(List.of("UPDATE 0"), texts.run("update w set v = ''"));
    assertEquals(List.of("3"), texts.run("delete from w; select count(*) from w"));
  }
}
