package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.util.ServerErrorMessage;

/**
 * What may stand in a job's text. Where a job has no rows its command tags are compared, several of
 * them separated by slashes.
 */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class JobTextTest {
  private final TestDatabase database;
  private Connection connection;

  JobTextTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    makeSchema();
  }

  private void makeSchema() throws SQLException {
    Sql.execute(
        connection,
        """
        create schema work;
        create table work.t (id int primary key, v text);
        insert into work.t values (1, 'a'), (2, 'b');
        create materialized view work.m as select 1 as one;
        create procedure work.commits_nothing() language sql as 'select 1';
        create procedure work.commits(inout n int) language plpgsql as $$ begin
          insert into work.t values (100, 'kept'); commit; n := n + 1; end $$;
        create procedure work.commits_and_fails() language plpgsql as $$ begin
          insert into work.t values (100, 'kept'); commit;
          insert into work.t values (101, 'lost'); raise exception 'too bad'; end $$;
        set search_path = work, public;
        """);
  }

  @AfterEach
  void close() throws SQLException {
    dropSchema();
    connection.close();
  }

  private void dropSchema() throws SQLException {
    Sql.execute(
        connection,
        "set client_min_messages = warning; drop schema work cascade; reset client_min_messages");
  }

  /** What is to be seen of a job. */
  private interface Check {
    void check(String job, String expected) throws SQLException;
  }

  /** Checks each line of a table, a job and what comes of it, with everything as at first. */
  private void each(String table, Check check) throws SQLException {
    List<Executable> checks = new ArrayList<>();
    for (String line : table.lines().toList()) {
      int arrow = line.lastIndexOf("->");
      String job = line.substring(0, arrow).strip();
      String expected = line.substring(arrow + 2).strip();
      checks.add(
          () -> {
            dropSchema();
            makeSchema();
            check.check(job, expected);
          });
    }
    assertAll(checks);
  }

  /** The job's rows, or its command tags. */
  private List<String> run(String job) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_background_result(pg_background_launch(?))")) {
      statement.setString(1, job);
      return Sql.rows(statement.executeQuery()).stream()
          .map(row -> row.substring(1, row.length() - 1).replace("\"", ""))
          .toList();
    }
  }

  private ServerErrorMessage error(String sqlState, String job) {
    ServerErrorMessage error = Sql.error(sqlState, () -> run(job));
    assertNotNull(error.getMessage());
    return error;
  }

  private void sameTags(String job, String tags) throws SQLException {
    assertEquals(tags, String.join(" / ", run(job)), job);
  }

  @Test
  void command_tags_are_the_servers() throws SQLException {
    each(
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
        (job, tags) -> {
          sameTags(job, tags);
        });
  }

  @Test
  void merge_has_a_tag_too() throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() >= 15) {
      sameTags(
          "merge into t using (values (1), (5)) as s(n) on id = n when matched then update set v ="
              + " 'm' when not matched then insert values (n)",
          "MERGE 2");
    } else {
      error("42601", "merge into t using t as s on true when matched then delete");
    }
  }

  @Test
  void rows_are_those_of_the_last_statement() throws SQLException {
    each(
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
        (job, rows) -> {
          sameTags(job, rows);
        });
  }

  @Test
  void a_text_of_nothing_gives_nothing() throws SQLException {
    for (String job :
        new String[] {"", " ", ";", " ;; ; ", "-- only", "/* only */", "/* ; */ ; -- ;", "\n\t"}) {
      assertEquals(List.of(), run(job));
    }
  }

  @Test
  void rules_have_their_say() throws SQLException {
    Sql.execute(
        connection,
        """
        create view w as select * from t;
        create rule i as on insert to w do instead
          insert into t values (new.id + 10, new.v) returning *;
        create rule d as on delete to w do instead select 'not deleted';
        create rule u as on update to w do instead nothing
        """);
    assertEquals(List.of("13,x"), run("insert into w values (3, 'x') returning *"));
    assertEquals(List.of("not deleted"), run("delete from w"));
    assertEquals(List.of("UPDATE 0"), run("update w set v = ''"));
    assertEquals(List.of("3"), run("delete from w; select count(*) from w"));
  }

  // Texts as they are

  @Test
  void nothing_in_a_text_is_changed() throws SQLException {
    each(
        """
          select '{"a": 1}'::jsonb ? 'a', '["b"]'::jsonb ?| array['a', 'b'], '["b"]'::jsonb ?& array['a', 'b'] -> t,t,f
          select '{fn now()}', '{d ''2020-01-01''}', '{?= call f()}' -> {fn now()},{d '2020-01-01'},{?= call f()}
          select array['{', '}']::text[], '{1,2}'::int[]             -> {{,}},{1,2}
          select E'a\\'b;c', $x$ ; $$ $x$, 'a''b', U&'d\\0061t'        -> a'b;c, ; $$ ,a'b,dat
          select 'é€😀' as "ü"                                        -> é€😀
          select '?' || $$?$$, "?" from (select 1) as a("?")         -> ??,1
          """,
        (job, rows) -> {
          assertEquals(
              List.of(rows.replace("\\", "")),
              run(job).stream().map(row -> row.replace("\\", "")).toList());
        });
  }

  @Test
  void backslashes_escape_where_the_session_says_so() throws SQLException {
    Sql.execute(connection, "set standard_conforming_strings = off");
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select * from pg_background_result(pg_background_launch(?)) as (a text, b text)")) {
      statement.setString(1, "create temp table x (); select 'a\\'; select ''b', 'c\\\\d'::text");
      assertEquals(List.of("a'; select 'b|c\\d"), Sql.rows(statement.executeQuery()));
    }
  }

  @Test
  void a_wrong_text_fails_as_on_the_server_and_where() throws SQLException {
    each(
        """
          select $1                                        -> 42P02:8
          insert into t values ($1)                        -> 42P02:23
          select 1; select $1::int                         -> 42P02:18
          {call commits(1)}                                -> 42601:1
          select {d '2020-01-01'}                          -> 42601:8
          select ?                                         -> 42601:9
          \\d                                               -> 42601:1
          selec 1                                          -> 42601:1
          select 1; selec 2                                -> 42601:11
          select 1; select nope                            -> 42703:18
          /* 😀 */ select 1; select '😀', nope              -> 42703:31
          select 'open                                     -> 42601:8
          select "open                                     -> 42601:8
          select 1 /* open                                 -> 42601:10
          execute left_over                                -> 26000:0
          fetch all from nothing                           -> 34000:0
          table nowhere                                    -> 42P01:7
          """,
        (job, expected) -> {
          ServerErrorMessage error = error(expected.substring(0, 5), job);
          assertEquals(expected, error.getSQLState() + ":" + error.getPosition(), error.toString());
        });
  }

  @Test
  void a_text_of_a_megabyte_is_run_as_it_stands() throws SQLException {
    String value = "é;'".repeat(350_000).replace("'", "''");
    assertEquals(List.of(Integer.toString(350_000 * 3)), run("select length('" + value + "')"));
    assertEquals(
        List.of("INSERT 0 1", "UPDATE 1"),
        run("insert into t values (3, '" + value + "'); update t set v = '' where id = 3"));
  }

  @Test
  void a_text_may_have_ten_thousand_statements() throws SQLException {
    String insert = "insert into t values (default);";
    Sql.execute(
        connection, "create sequence s; alter table t alter id set default nextval('s') + 9");
    String job = String.join("\n", Collections.nCopies(10_000, insert));
    assertEquals(Collections.nCopies(10_000, "INSERT 0 1"), run(job));
    assertEquals(List.of("20002"), run(job + "select count(*) from t"));
  }

  // Statements with a transaction of their own

  @Test
  void what_may_not_stand_in_a_transaction_runs_alone() throws SQLException {
    each(
        """
          vacuum t                                                   -> VACUUM
          vacuum (full, analyze) t                                   -> VACUUM
          create index concurrently i on t (v)                       -> CREATE INDEX
          /* c */ reindex index concurrently t_pkey; -- c            -> REINDEX
          reindex (concurrently) table t                             -> REINDEX
          call commits(1)                                            -> 2
          do $$ begin insert into t values (3); commit; rollback; end $$ -> DO
          """,
        (job, tags) -> {
          sameTags(job, tags);
        });
  }

  @Test
  void and_fails_as_on_the_server_where_it_stands_wrongly() throws SQLException {
    each(
        """
          vacuum t; select 1                                         -> 25001
          select 1; vacuum t                                         -> 25001
          create index concurrently i on t (v); select 1             -> 25001
          reindex table concurrently t; reindex table t              -> 25001
          select 1; discard all                                      -> 25001
          call commits(1); select 1                                  -> 2D000
          select 1; call commits(1)                                  -> 2D000
          do $$ begin commit; end $$; select 1                       -> 2D000
          do $$ begin commit; end $$; do $$ begin commit; end $$     -> 2D000
          lock table t                                               -> 25P01
          declare c cursor for select 1                              -> 25P01
          """,
        (job, sqlState) -> {
          error(sqlState, job);
          assertEquals(List.of("2"), run("select count(*) from t"));
        });
  }

  @Test
  void a_procedure_keeps_what_it_has_committed_when_it_fails() throws SQLException {
    assertEquals("too bad", error("P0001", "call commits_and_fails()").getMessage());
    assertEquals(List.of("100"), run("select max(id) from t"));
  }

  @Test
  void a_database_can_be_made_and_dropped() throws SQLException {
    String name = database.name() + "_made";
    sameTags("create database " + name + " template template0", "CREATE DATABASE");
    sameTags("drop database " + name, "DROP DATABASE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_index_made_concurrently_is_awaited_in_one_statement(boolean autoCommit)
      throws SQLException {
    connection.setAutoCommit(autoCommit);
    sameTags("create index concurrently i on t (v)", "CREATE INDEX");
    connection.setAutoCommit(true);
    assertEquals(
        "t",
        Sql.value(connection, "select indisvalid from pg_index where indexrelid = 'i'::regclass"));
  }

  // Refused, and what is left behind

  @Test
  void transaction_control_is_refused_and_nothing_is_done() throws SQLException {
    for (String job :
        new String[] {
          "begin; select 1",
          "insert into t values (3); commit",
          "start transaction",
          "END",
          "rollback",
          "abort",
          "savepoint a",
          "release a",
          "select 1; rollback to a",
          "prepare transaction 'x'",
          "commit prepared 'x'",
          "rollback prepared 'x'",
        }) {
      assertEquals(
          "transaction control statements are not allowed in pg_background",
          error("0A000", job).getMessage());
      assertEquals(List.of("2"), run("select count(*) from t"));
    }
  }

  @Test
  void the_protocol_of_copy_is_refused_and_nothing_is_done() throws SQLException {
    for (String job :
        new String[] {
          "copy t to stdout",
          "COPY t (id) FROM stdin WITH (format csv)",
          "insert into t values (3); copy (table t) to stdout"
        }) {
      assertEquals("COPY protocol not allowed in pg_background", error("0A000", job).getMessage());
      assertEquals(List.of("2"), run("select count(*) from t"));
    }
  }

  @Test
  void listen_is_refused_as_a_background_process_refuses_it() {
    assertEquals(
        "cannot execute LISTEN within a background process",
        error("0A000", "listen c").getMessage());
  }

  @Test
  void a_notification_arrives() throws SQLException {
    try (Connection listener = database.connectPlain()) {
      Sql.execute(listener, "listen news");
      sameTags("notify news, 'from a job'; select 'said'", "said");
      PGNotification[] notifications = listener.unwrap(PGConnection.class).getNotifications(10_000);
      assertEquals(1, notifications.length);
      assertEquals("from a job", notifications[0].getParameter());
    }
  }

  @Test
  void what_a_text_leaves_behind_the_next_one_does_not_find() throws SQLException {
    run("prepare left_over as select 1");
    error("26000", "execute left_over");
    run("select pg_advisory_lock(5); declare c cursor with hold for select 1");
    assertEquals(
        List.of("0,0"),
        run(
            "select (select count(*) from pg_locks where locktype = 'advisory'), count(*) from"
                + " pg_cursors where name = 'c'"));
    run("do $$ begin execute 'listen left_over'; end $$");
    assertEquals(List.of("0"), run("select count(*) from pg_listening_channels()"));
  }

  @Test
  void a_job_may_end_itself() throws SQLException {
    assertEquals(
        "terminating connection due to administrator command",
        error("57P01", "insert into t values (3); select pg_terminate_backend(pg_backend_pid())")
            .getMessage());
    assertEquals(
        "canceling statement due to user request",
        error("57014", "insert into t values (3); select pg_cancel_backend(pg_backend_pid())")
            .getMessage());
    assertEquals(List.of("2"), run("select count(*) from t"));
  }
}
