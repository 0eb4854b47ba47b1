package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.fastpath.FastpathArg;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** Calls on the server beside pgjdbc's other ways to the server. */
@ExtendWith(PostgresExtension.class)
class BesideTest {
  private static final String BLOCK =
      "do $$ declare n int; begin select x into n from pg_background_result(pg_background_launch("
          + "'select 42')) as (x int); raise notice '%', n; end $$";

  private final TestDatabase database;

  BesideTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    Bridges.install(database);
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create function answer(text) returns int language plpgsql as $$ declare n int; begin"
              + " select x into n from pg_background_result(pg_background_launch($1)) as (x int);"
              + " return n; end $$");
    }
  }

  @AfterEach
  void remove() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop function answer");
    }
    Bridges.remove(database);
  }

  private static void assertAnswered(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BLOCK);
      assertEquals(List.of("42"), Sql.messages(statement.getWarnings()));
    }
  }

  /** An application's own factory. */
  public static final class Factory extends SocketFactory {
    static final AtomicInteger MADE = new AtomicInteger();

    @Override
    public Socket createSocket() {
      MADE.incrementAndGet();
      return new Socket();
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void a_socket_factory_of_the_applications_makes_the_sockets_of_all_three() throws SQLException {
    int before = Factory.MADE.get();
    try (Connection connection =
        DriverManager.getConnection(
            database.url()
                + "&pgbackground.maxWorkers=1&socketFactory="
                + Factory.class.getName())) {
      assertAnswered(connection);
      assertEquals("7", Sql.value(connection, "select answer('select 7')"));
      // The session's, the worker's, and that of the connection that answers.
      assertEquals(3, Factory.MADE.get() - before);
    }
  }

  /** A function call that is no statement can call for a job, too. */
  @Test
  @SuppressWarnings("deprecation")
  void the_fast_path_calls_functions_that_call() throws SQLException {
    try (Connection connection = database.connect()) {
      Fastpath fast = connection.unwrap(PGConnection.class).getFastpathAPI();
      int answer =
          Integer.parseInt(
              String.valueOf(Sql.value(connection, "select 'answer(text)'::regprocedure::int")));
      fast.addFunction("answer", answer);
      for (int i = 1; i <= 3; i++) {
        byte[] job = ("select " + i).getBytes(StandardCharsets.UTF_8);
        assertEquals(i, fast.getInteger("answer", new FastpathArg[] {new FastpathArg(job)}));
        assertAnswered(connection);
      }
      byte[] wrong = "select 1 / 0".getBytes(StandardCharsets.UTF_8);
      Sql.error(
          "22012", () -> fast.getInteger("answer", new FastpathArg[] {new FastpathArg(wrong)}));
      assertAnswered(connection);
    }
  }

  @Test
  void large_objects_are_read_and_written_between_calls() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
      long oid = objects.createLO(LargeObjectManager.READWRITE);
      byte[] content = "of the application".getBytes(StandardCharsets.UTF_8);
      try (LargeObject object = objects.open(oid, LargeObjectManager.READWRITE)) {
        object.write(content, 0, 3);
        assertAnswered(connection);
        object.write(content, 3, content.length - 3);
        assertEquals("7", Sql.value(connection, "select answer('select 7')"));
        object.seek(0);
        assertArrayEquals(content, object.read(content.length));
        assertAnswered(connection);
        assertEquals(content.length, object.tell());
      }
      connection.commit();
      assertEquals("1", Sql.value(connection, "select count(*) from pg_largeobject_metadata"));
      objects.delete(oid);
      connection.commit();
      assertTrue(
          Sql.rows(connection, "select oid from pg_largeobject_metadata").isEmpty(),
          "only the application's was there");
      connection.commit();
    }
  }
}
