package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Audit.AUDIT;
import static io.github.pgbackground.it.serving.Audit.FAILING;
import static io.github.pgbackground.it.serving.Audit.state;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.TransactionState;

/** Served statements in the caller's transaction: what it sees, and what outlives it. */
@ExtendWith(PostgresExtension.class)
class TransactionTest {
  private final TestDatabase database;
  private Audit audit;

  TransactionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    audit = Audit.in(database);
  }

  @AfterEach
  void end() throws SQLException {
    audit.close();
  }

  @Test
  void what_a_job_did_survives_the_callers_rollback() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "insert into audit values (0)");
      assertEquals(List.of("INSERT 0 1"), Sql.rows(connection, AUDIT));
      assertEquals("2", Sql.value(connection, "select count(*) from audit"));
      connection.rollback();
      assertEquals(1, audit.count());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch('select 1')",
        "select pg_background_launch(null)",
        "select pg_background_detach(null)",
        "select * from pg_background_result(null) as (a int)",
        "select pg_background_launch('select ' || 1)",
      })
  void with_autocommit_off_a_served_statement_begins_the_transaction(String sql) throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      assertEquals(TransactionState.IDLE, state(connection));
      Sql.execute(connection, sql);
      assertEquals(TransactionState.OPEN, state(connection));
      connection.commit();
      assertEquals(TransactionState.IDLE, state(connection));
    }
  }

  @Test
  void with_autocommit_on_a_served_statement_leaves_no_transaction() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, AUDIT);
      assertEquals(TransactionState.IDLE, state(connection));
      Sql.error("22012", () -> Sql.execute(connection, FAILING));
      assertEquals(TransactionState.IDLE, state(connection));
    }
  }

  @Test
  void the_worker_of_a_read_only_transaction_may_write() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "set transaction isolation level serializable, read only");
      Sql.execute(connection, AUDIT);
      assertEquals("0", Sql.value(connection, "select count(*) from audit"));
      connection.commit();
    }
    assertEquals(1, audit.count());
  }

  @Test
  void a_handle_outlives_the_transaction_it_was_made_in() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      int pid = Sql.launch(connection, "select 1");
      connection.rollback();
      assertEquals(List.of("1"), Sql.result(connection, pid, "n int"));
      connection.commit();
    }
  }

  @Test
  void a_job_does_not_see_what_the_caller_has_not_committed() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "insert into audit values (1)");
      String count =
          "select * from pg_background_result(pg_background_launch('select count(*) from audit')) as"
              + " (n bigint)";
      assertEquals("0", Sql.value(connection, count));
      connection.commit();
      assertEquals("1", Sql.value(connection, count));
      connection.commit();
    }
  }
}
