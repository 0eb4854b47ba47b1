package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ServerErrorMessage;

/** A job as a transaction: committed as a whole or not at all, and the reader knows which. */
@ExtendWith(PostgresExtension.class)
class JobTransactionTest {
  private final TestDatabase database;
  private Connection connection;
  private Connection looking;

  JobTransactionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    looking = database.connectPlain();
    Sql.execute(
        looking,
        """
        create table kept (n int);
        create table late (n int primary key deferrable initially deferred);
        create function refuse() returns trigger language plpgsql as $$ begin
          raise notice 'at the end';
          raise exception 'refused %', new.n
            using errcode = 'P7777', detail = 'the detail', hint = 'the hint'; end $$;
        create table watched (n int);
        create constraint trigger watch after insert on watched
          initially deferred for each row execute function refuse();
        """);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    Sql.execute(looking, "drop table kept, late, watched; drop function refuse");
    looking.close();
  }

  private List<String> read(String job, String columns) throws SQLException {
    return Sql.result(connection, Sql.launch(connection, job), columns);
  }

  private String kept() throws SQLException {
    return String.valueOf(Sql.value(looking, "select count(*) from kept"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into kept values (1); select 1 / 0",
        "insert into kept values (1); select 1 / (2 - n) from generate_series(1, 2) as n",
        "insert into kept values (1); select 1 / (2000 - n) from generate_series(1, 2000) as n",
        "insert into kept values (1); insert into kept select 1 / 0",
        "with w as (insert into kept values (1) returning n) select n / 0 from w",
        "insert into kept select n from generate_series(1, 5000) as n returning 1 / (4000 - n)",
        "insert into kept values (1); do $$ begin raise division_by_zero; end $$; select 1",
      })
  void a_job_that_fails_has_done_nothing(String job) throws SQLException {
    Sql.error("22012", () -> read(job, "n int"));
    assertEquals("0", kept());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into late values (1), (1)",
        "insert into kept values (1); insert into late values (1), (1)",
        "insert into late values (1), (1) returning n",
        "insert into kept values (1); insert into late values (1), (1); select 1",
        "insert into kept values (1); with w as (insert into late values (1), (1)) select 1",
        "insert into kept values (1); insert into late values (1), (1); explain select 1",
        "do $$ begin insert into kept values (1); insert into late values (1), (1); end $$",
      })
  void an_error_at_commit_reaches_the_reader(String job) throws SQLException {
    ServerErrorMessage error = Sql.error("23505", () -> read(job, "n int"));
    assertEquals("late_pkey", error.getConstraint());
    assertEquals("late", error.getTable());
    assertEquals("Key (n)=(1) already exists.", error.getDetail());
    assertEquals("0", kept());
    assertEquals("0", Sql.value(looking, "select count(*) from late"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "; select 1", "; vacuum"})
  void a_trigger_deferred_to_the_commit_fails_the_job(String more) throws SQLException {
    String insert = "insert into watched values (5)" + more;
    ServerErrorMessage error =
        Sql.error(more.contains("vacuum") ? "25001" : "P7777", () -> read(insert, "n int"));
    if (!more.contains("vacuum")) {
      assertEquals("refused 5", error.getMessage());
      assertEquals("the detail", error.getDetail());
      assertEquals("the hint", error.getHint());
      assertTrue(String.valueOf(error.getWhere()).contains("PL/pgSQL function refuse()"));
    }
    assertEquals("0", Sql.value(looking, "select count(*) from watched"));
  }

  @Test
  void constraints_made_immediate_fail_where_they_are_violated() throws SQLException {
    Sql.error(
        "23505",
        () -> read("set constraints all immediate; insert into late values (1), (1)", "n int"));
  }

  @Test
  void a_procedure_commits_where_it_says_so_and_its_last_part_may_fail() throws SQLException {
    Sql.error(
        "23505",
        () ->
            read(
                "do $$ begin insert into kept values (1); commit; insert into kept values (2);"
                    + " insert into late values (1), (1); end $$",
                "tag text"));
    assertEquals("1", kept());
  }

  @Test
  void a_serialization_failure_reaches_the_reader() throws Exception {
    try (Connection other = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "set default_transaction_isolation = serializable");
      int pid =
          Sql.launch(connection, "insert into kept select count(*) from kept; " + gate.query());
      gate.awaitArrival(pid);
      other.setAutoCommit(false);
      other.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      Sql.execute(other, "insert into kept select count(*) from kept");
      other.commit();
      gate.open();
      Sql.error("40001", () -> Sql.result(connection, pid, "t text"));
      assertEquals("1", kept());
    }
  }

  // How the caller's transaction shapes the job's

  private static final String KIND =
      "select concat_ws(', ', current_setting('transaction_isolation'),"
          + " current_setting('transaction_read_only'), current_setting('transaction_deferrable'))";

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      textBlock =
          """
          begin isolation level serializable read only deferrable              -> read committed, off, off
          begin isolation level repeatable read                                -> read committed, off, off
          set default_transaction_isolation = serializable                     -> serializable, off, off
          set session characteristics as transaction isolation level repeatable read -> repeatable read, off, off
          set session characteristics as transaction read only, deferrable     -> read committed, on, on
          begin; set local default_transaction_isolation = serializable        -> serializable, off, off
          begin read only; set local default_transaction_read_only = off       -> read committed, off, off
          """)
  void a_job_has_the_sessions_defaults_and_not_its_transactions(String setting, String kind)
      throws SQLException {
    Sql.execute(connection, setting);
    assertEquals(List.of(kind), read(KIND, "kind text"));
    assertEquals(List.of(kind), read("select 1; " + KIND, "kind text"));
    assertEquals(
        List.of(kind), read("do $$ begin end $$; show work_mem; " + KIND + ";", "kind text"));
  }

  @Test
  void a_text_may_say_what_its_transaction_is_like() throws SQLException {
    assertEquals(
        List.of("repeatable read, on, off"),
        read("set transaction isolation level repeatable read, read only; " + KIND, "kind text"));
    Sql.error(
        "25006",
        () -> read("set transaction read only; insert into kept values (1) returning n", "n int"));
    Sql.error(
        "25001",
        () -> read("select 1; set transaction isolation level serializable; select 1", "n int"));
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void a_caller_with_a_snapshot_sees_a_jobs_rows_only_in_the_next(int isolation)
      throws SQLException {
    connection.setTransactionIsolation(isolation);
    connection.setAutoCommit(false);
    assertEquals("0", Sql.value(connection, "select count(*) from kept"));
    assertEquals(List.of("INSERT 0 1"), read("insert into kept values (1)", "tag text"));
    assertEquals("0", Sql.value(connection, "select count(*) from kept"));
    connection.commit();
    assertEquals("1", Sql.value(connection, "select count(*) from kept"));
    connection.commit();
  }

  @Test
  void a_caller_without_one_sees_them_at_once() throws SQLException {
    connection.setAutoCommit(false);
    assertEquals("0", Sql.value(connection, "select count(*) from kept"));
    assertEquals(List.of("INSERT 0 1"), read("insert into kept values (1)", "tag text"));
    assertEquals("1", Sql.value(connection, "select count(*) from kept"));
    connection.rollback();
    assertEquals("1", kept());
  }

  @Test
  void a_connection_that_is_read_only_begins_read_only_transactions() throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    assertEquals(List.of("1"), read("select 1", "n int"));
    Sql.error("25006", () -> Sql.execute(connection, "insert into kept values (1)"));
    Sql.error("25P02", () -> read("select 1", "n int"));
    connection.rollback();
    assertEquals(List.of("INSERT 0 1"), read("insert into kept values (1)", "tag text"));
    connection.rollback();
    assertEquals("1", kept());
  }

  @Test
  void a_transaction_that_waits_holds_no_snapshot() throws Exception {
    connection.setAutoCommit(false);
    try (Gate gate = Gate.in(database)) {
      assertEquals("0", Sql.value(connection, "select count(*) from kept"));
      int pid = Sql.launch(connection, gate.query());
      Elsewhere<List<String>> waiting =
          Elsewhere.start(() -> Sql.result(connection, pid, "t text"));
      gate.awaitArrival(pid);
      waiting.awaitParked();
      assertEquals(
          "0",
          Sql.value(
              looking,
              "select count(backend_xmin) from pg_stat_activity where state = 'idle in"
                  + " transaction' and datname = current_database()"));
      gate.open();
      assertEquals(List.of("through"), waiting.value());
    }
    connection.rollback();
  }

  @Test
  void nor_while_it_is_looked_whether_it_waits_for_itself() throws Exception {
    try (Gate gate = Gate.in(database)) {
      Sql.execute(
          connection,
          "create function slow(n int) returns int immutable language plpgsql as $$ begin perform ("
              + gate.query()
              + "); return n; end $$; insert into kept values (1)");
      connection.setAutoCommit(false);
      Sql.execute(connection, "set deadlock_timeout = 100");
      String own = Sql.value(connection, "select pg_backend_pid()");
      int pid = Sql.launch(connection, "create index concurrently made on kept (slow(n))");
      Elsewhere<List<String>> waiting =
          Elsewhere.start(() -> Sql.result(connection, pid, "tag text"));
      String looks =
          "select query like '%pg_blocking_pids%' or pid <> "
              + own
              + " from pg_stat_activity where pid = "
              + own
              + " or application_name like '%(pgbackground bridge)' order by 1";
      Await.until(
          "somebody has looked, and not in the transaction",
          () -> List.of("f", "t").equals(Sql.rows(looking, looks)));
      gate.open();
      assertEquals(List.of("CREATE INDEX"), waiting.value());
    }
    connection.rollback();
    connection.setAutoCommit(true);
    Sql.execute(connection, "drop index made; drop function slow");
  }
}
