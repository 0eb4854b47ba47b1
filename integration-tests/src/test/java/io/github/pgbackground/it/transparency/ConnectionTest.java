package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions, session state and the end of a connection as with plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class ConnectionTest {
  private final TestDatabase database;

  ConnectionTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void every_question_about_the_state_is_answered_alike() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) ->
            Sweep.over(Connection.class, connection, ConnectionTest::asksForState, transcript));
  }

  private static boolean asksForState(Method method) {
    return method.getParameterCount() == 0
        && (method.getName().startsWith("get") || method.getName().startsWith("is"));
  }

  @Test
  void what_jdbc_gives_a_default_is_answered_alike() throws Exception {
    Set<String> made =
        Set.of("createArrayOf", "createStruct", "createBlob", "createClob", "createNClob");
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          connection.beginRequest();
          Sweep.over(
              Connection.class,
              connection,
              method -> method.isDefault() || made.contains(method.getName()),
              transcript);
          connection.endRequest();
          try (Statement statement = connection.createStatement()) {
            transcript.asks("literal", () -> statement.enquoteLiteral("it's"));
            transcript.asks("identifier", () -> statement.enquoteIdentifier("a b", false));
            transcript.fails("an empty one", () -> statement.enquoteIdentifier("", false));
            transcript.asks("simple", () -> statement.isSimpleIdentifier("a_b"));
          }
        });
  }

  @Test
  void transactions_begin_and_end_and_savepoints_roll_back_what_came_after() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table saved (n int)");
            connection.commit();
            statement.execute("insert into saved values (1)");
            Savepoint named = connection.setSavepoint("a name");
            transcript.asks("name", named::getSavepointName);
            transcript.fails("id of a named one", named::getSavepointId);
            statement.execute("insert into saved values (2)");
            Savepoint numbered = connection.setSavepoint();
            transcript.asks("id", numbered::getSavepointId);
            transcript.fails("an error", () -> statement.execute("select 1/0"));
            transcript.fails("then", () -> statement.execute("select 1"));
            connection.rollback(numbered);
            transcript.rows("after numbered", statement.executeQuery("table saved"));
            connection.releaseSavepoint(numbered);
            transcript.fails("released", () -> connection.rollback(numbered));
            connection.rollback(named);
            transcript.rows("after named", statement.executeQuery("table saved"));
            connection.rollback();
            transcript.rows("after all", statement.executeQuery("table saved"));
            statement.execute("insert into saved values (3)");
            connection.setAutoCommit(true);
            transcript.rows("autocommit commits", statement.executeQuery("table saved"));
            transcript.fails("commit", connection::commit);
            transcript.fails("rollback", connection::rollback);
            transcript.fails("savepoint", connection::setSavepoint);
          }
        });
  }

  @Test
  void session_state_is_set_and_read() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            connection.setSchema("pg_catalog");
            transcript.asks("schema", connection::getSchema);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            transcript.asks("isolation", connection::getTransactionIsolation);
            transcript.rows("it", statement.executeQuery("show transaction_isolation"));
            transcript.fails("none", () -> connection.setTransactionIsolation(0));
            connection.setReadOnly(true);
            transcript.asks("read only", connection::isReadOnly);
            transcript.fails("written", () -> statement.execute("create table t ()"));
            connection.setReadOnly(false);
            connection.setClientInfo("ApplicationName", "it's me");
            transcript.rows("it", statement.executeQuery("show application_name"));
            Properties info = new Properties();
            info.setProperty("ApplicationName", "you");
            connection.setClientInfo(info);
            transcript.asks("info", connection::getClientInfo);
            connection.setClientInfo("Nothing", "x");
            transcript.asks("warned", connection::getWarnings);
            connection.clearWarnings();
            transcript.asks("no longer", connection::getWarnings);
            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            transcript.asks("holdability", connection::getHoldability);
            connection.setCatalog("elsewhere");
            transcript.asks("same catalog", () -> database.name().equals(connection.getCatalog()));
            transcript.asks("native", () -> connection.nativeSQL("select {fn user()} -- {d 'x'}"));
            connection.setAutoCommit(false);
            statement.execute("select 1");
            transcript.fails("isolation", () -> connection.setTransactionIsolation(8));
            transcript.fails("read only", () -> connection.setReadOnly(true));
            connection.rollback();
          }
        });
  }

  @Test
  void a_network_timeout_ends_a_wait_and_the_connection() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          transcript.asks("none", connection::getNetworkTimeout);
          connection.setNetworkTimeout(Runnable::run, 100);
          transcript.asks("set", connection::getNetworkTimeout);
          try (Statement statement = connection.createStatement()) {
            transcript.fails("a wait", () -> statement.execute("select pg_sleep(2)"));
            transcript.asks("closed", connection::isClosed);
          }
        });
  }

  @Test
  void aborting_ends_what_another_thread_waits_for() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      sameAsPgjdbc(
          database,
          (connection, transcript) -> {
            try (Connection observer = database.connectPlain();
                Statement watching = observer.createStatement();
                Statement lock = observer.createStatement();
                Statement statement = connection.createStatement()) {
              lock.execute("select pg_advisory_lock(1)");
              Future<Boolean> waiting =
                  thread.submit(() -> statement.execute("select pg_advisory_lock(1)"));
              awaitWaiter(watching);
              connection.abort(Runnable::run);
              transcript.fails("the waiting statement", () -> await(waiting));
              transcript.asks("closed", connection::isClosed);
              transcript.asks("valid", () -> connection.isValid(1));
              lock.execute("select pg_advisory_unlock_all()");
            }
          });
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void cancelling_ends_what_another_thread_waits_for_and_keeps_the_connection() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      sameAsPgjdbc(
          database,
          (connection, transcript) -> {
            try (Connection observer = database.connectPlain();
                Statement watching = observer.createStatement();
                Statement statement = connection.createStatement()) {
              watching.execute("select pg_advisory_lock(1)");
              statement.cancel();
              Future<Boolean> waiting =
                  thread.submit(() -> statement.execute("select pg_advisory_lock(1)"));
              awaitWaiter(watching);
              statement.cancel();
              transcript.fails("the waiting statement", () -> await(waiting));
              transcript.asks("valid", () -> connection.isValid(1));
              transcript.rows("after", statement.executeQuery("select 1"));
              watching.execute("select pg_advisory_unlock_all()");
            }
          });
    } finally {
      thread.shutdownNow();
    }
  }

  private static void await(Future<Boolean> waiting) throws Exception {
    try {
      waiting.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  /** Returns when a backend waits for an advisory lock; the query itself does the waiting. */
  private static void awaitWaiter(Statement observer) throws Exception {
    observer.execute(
        """
        do $$ begin
          for i in 1 .. 100000 loop
            perform 1 from pg_locks
              where locktype = 'advisory' and not granted
                and database = (select oid from pg_database where datname = current_database());
            if found then return; end if;
            perform pg_sleep(0.001);
          end loop;
          raise 'nobody waits';
        end $$
        """);
  }

  @Test
  void a_connection_whose_backend_is_gone_is_not_valid() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          transcript.asks("valid", () -> connection.isValid(1));
          transcript.fails("a negative wait", () -> connection.isValid(-1));
          try (Connection other = database.connectPlain();
              Statement killer = other.createStatement();
              Statement statement = connection.createStatement()) {
            int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            killer.execute("select pg_terminate_backend(" + pid + ", 60000)");
            transcript.fails("a statement", () -> statement.execute("select 1"));
            transcript.asks("valid", () -> connection.isValid(1));
            transcript.asks("closed", connection::isClosed);
          }
        });
  }
}
