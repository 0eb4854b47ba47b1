package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.LinkedConnection;
import io.github.pgbackground.internal.link.tap.NoticeTaker;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notices for this driver never reach pgjdbc, whatever lies between it and the socket. */
@ExtendWith(PostgresExtension.class)
class TakenNoticesTest {
  private static final int ROWS = 5_000;

  private static ServerTls tls;

  private final TestDatabase database;

  TakenNoticesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  static void switchOn(TestDatabase database) throws Exception {
    tls = ServerTls.on(database);
    try (Connection connection = database.connectPlain();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create function ask(i int) returns int language plpgsql as $$ begin"
              + " if i % 3 = 0 then"
              + " raise info using errcode = 'PGB01', message = i::text, detail = repeat('é', i);"
              + " elsif i % 1000 = 1 then raise info 'for the application: %', i;"
              + " end if; return i; end $$");
    }
  }

  @AfterAll
  static void switchOff() throws Exception {
    if (tls != null) {
      tls.close();
    }
  }

  static Stream<Map<String, String>> ways() {
    Map<String, String> own =
        Map.of(
            "socketFactory", CountingSocketFactory.class.getName(),
            "sslfactory", CountingTlsFactory.class.getName(),
            "sslfactoryarg", "count");
    Map<String, String> ownPlain =
        Map.of("socketFactory", CountingSocketFactory.class.getName(), "sslmode", "disable");
    return Stream.of(
        Map.of("sslmode", "disable"),
        Map.of("sslmode", "require"),
        Map.of("sslmode", "require", "preferQueryMode", "simple"),
        own,
        ownPlain);
  }

  /** Keeps what it takes, and puts a notice of its own behind each until the next comes. */
  private static class Taker implements NoticeTaker {
    private final List<String> taken = new ArrayList<>();
    private final Link link;
    private int overs;

    Taker(Link link) {
      this.link = link;
    }

    @Override
    public void take(String fields) {
      taken.add(fields);
    }

    @Override
    public boolean goOn() throws IOException {
      link.insertNotice("SINFO\0VINFO\0C00000\0Minserted\0");
      return false;
    }

    @Override
    public void over() {
      overs++;
    }

    /** The texts of the taken notices. */
    List<String> messages() {
      return taken.stream()
          .map(fields -> fields.substring(fields.indexOf("\0M") + 2))
          .map(rest -> rest.substring(0, rest.indexOf('\0')))
          .toList();
    }
  }

  private LinkedConnection open(Map<String, String> way) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(way);
    return LinkedConnection.open(database.plainUrl(), properties);
  }

  private static boolean isEncrypted(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void a_notice_for_this_driver_is_no_warning_of_the_applications(Map<String, String> way)
      throws SQLException {
    LinkedConnection linked = open(way);
    try (Connection connection = linked.connection();
        Connection holder = database.connectPlain();
        Statement lock = holder.createStatement();
        Statement statement = connection.createStatement()) {
      lock.execute("select pg_advisory_lock(5)");
      assertEquals(!"disable".equals(way.get("sslmode")), isEncrypted(connection));
      Link link = Objects.requireNonNull(linked.link());
      assertTrue(link.isReadable());
      // As a call on the server waits for its answer.
      Taker taker =
          new Taker(link) {
            @Override
            public boolean goOn() throws IOException {
              try {
                lock.execute("select pg_advisory_unlock(5)");
              } catch (SQLException e) {
                throw new IOException(e);
              }
              return super.goOn();
            }
          };
      link.takeNotices(taker);
      statement.execute(
          "do $$ begin raise info using errcode='PGB01', message='x';"
              + " perform pg_advisory_xact_lock(5);"
              + " raise info using errcode='PGB02', message='y'; end $$");
      assertEquals(List.of("x"), taker.messages());
      assertTrue(taker.taken.get(0).contains("\0CPGB01\0Mx\0"), taker.taken.get(0));
      assertEquals(1, taker.overs);
      List<String> warnings = new ArrayList<>();
      for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        warnings.add(w.getSQLState() + " " + w.getMessage());
      }
      assertEquals(List.of("00000 inserted", "PGB02 y"), warnings);
      assertNull(connection.getWarnings());
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void rows_with_notices_between_them_arrive_unharmed(Map<String, String> way) throws SQLException {
    LinkedConnection linked = open(way);
    try (Connection connection = linked.connection();
        Statement statement = connection.createStatement()) {
      Link link = Objects.requireNonNull(linked.link());
      Taker taker = new Taker(link);
      link.takeNotices(taker);
      connection.setAutoCommit(false);
      statement.setFetchSize(700);
      int number = 0;
      try (ResultSet rows =
          statement.executeQuery(
              "select ask(i), repeat('N' || chr(i % 90 + 32), i % 1500), i::bigint"
                  + " from generate_series(1, "
                  + ROWS
                  + ") i")) {
        while (rows.next()) {
          number++;
          assertEquals(number, rows.getInt(1));
          assertEquals(
              ("N" + Character.toString(number % 90 + 32)).repeat(number % 1500),
              rows.getString(2));
          assertEquals(number, rows.getLong(3));
        }
      }
      assertEquals(ROWS, number);
      assertEquals(
          IntStream.rangeClosed(1, ROWS).filter(i -> i % 3 == 0).mapToObj(String::valueOf).toList(),
          taker.messages());
      String last = taker.taken.get(taker.taken.size() - 1);
      assertTrue(last.contains("\0D" + "é".repeat(ROWS - ROWS % 3) + "\0"), last);
    }
  }
}
