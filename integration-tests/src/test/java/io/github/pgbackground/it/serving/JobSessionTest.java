package io.github.pgbackground.it.serving;

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
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A job's text and the session of its worker: what is refused there, told and left behind. */
@ExtendWith(PostgresExtension.class)
class JobSessionTest {
  private final TestDatabase database;
  private JobTexts texts;

  JobSessionTest(TestDatabase database) {
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
          texts.error("0A000", job).getMessage());
      assertEquals(List.of("2"), texts.run("select count(*) from t"));
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
      assertEquals(
          "COPY protocol not allowed in pg_background", texts.error("0A000", job).getMessage());
      assertEquals(List.of("2"), texts.run("select count(*) from t"));
    }
  }

  @Test
  void listen_is_refused_as_a_background_process_refuses_it() {
    assertEquals(
        "cannot execute LISTEN within a background process",
        texts.error("0A000", "listen c").getMessage());
  }

  @Test
  void a_notification_arrives() throws SQLException {
    try (Connection listener = database.connectPlain()) {
      Sql.execute(listener, "listen news");
      texts.assertGives("notify news, 'from a job'; select 'said'", "said");
      PGNotification[] notifications = listener.unwrap(PGConnection.class).getNotifications(60_000);
      assertEquals(1, notifications.length);
      assertEquals("from a job", notifications[0].getParameter());
    }
  }

  @Test
  void what_a_text_leaves_behind_the_next_one_does_not_find() throws SQLException {
    texts.run("prepare left_over as select 1");
    texts.error("26000", "execute left_over");
    texts.run("select pg_advisory_lock(5); declare c cursor with hold for select 1");
    assertEquals(
        List.of("0,0"),
        texts.run(
            "select (select count(*) from pg_locks where locktype = 'advisory'), count(*) from"
                + " pg_cursors where name = 'c'"));
    texts.run("do $$ begin execute 'listen left_over'; end $$");
    assertEquals(List.of("0"), texts.run("select count(*) from pg_listening_channels()"));
  }

  @Test
  void a_job_may_end_itself() throws SQLException {
    assertEquals(
        "terminating connection due to administrator command",
        texts
            .error(
                "57P01", "insert into t values (3); select pg_terminate_backend(pg_backend_pid())")
            .getMessage());
    assertEquals(
        "canceling statement due to user request",
        texts
            .error("57014", "insert into t values (3); select pg_cancel_backend(pg_backend_pid())")
            .getMessage());
    assertEquals(List.of("2"), texts.run("select count(*) from t"));
  }
}
