package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Neither the application nor the server's log hears of what the functions and the driver say. */
@ExtendWith(PostgresExtension.class)
class SilenceTest {
  private static final String CALL = "pg_background_detach(pg_background_launch('select 1'))";

  private final TestDatabase database;

  SilenceTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    Bridges.install(database);
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create table t(x int); create function loud() returns trigger language plpgsql as $$"
              + " begin raise notice 'heard'; perform "
              + CALL
              + "; return new; end $$;"
              + " create constraint trigger loud after insert on t deferrable for each row"
              + " execute function loud();"
              + " create function loud_row(int) returns int language plpgsql as $$ begin"
              + " raise notice 'heard'; perform "
              + CALL
              + "; return $1; end $$");
    }
  }

  @AfterEach
  void remove() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop table t; drop function loud(); drop function loud_row(int)");
    }
    Bridges.remove(database);
  }

  private static List<String> heard(@Nullable SQLWarning first) {
    List<String> heard = new ArrayList<>();
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      heard.add(warning.getSQLState() + " " + warning.getMessage());
    }
    return heard;
  }

  @Test
  void the_application_hears_what_its_functions_say_and_no_requests() throws Exception {
    List<String> once = List.of("00000 heard");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      BaseConnection inner = connection.unwrap(BaseConnection.class);
      statement.execute("insert into t values (1)");
      assertEquals(once, heard(statement.getWarnings()));
      connection.setAutoCommit(false);
      statement.setFetchSize(1);
      try (ResultSet rows =
          statement.executeQuery("select loud_row(n) from generate_series(1, 3) n")) {
        List<String> all = new ArrayList<>();
        while (rows.next()) {
          all.addAll(heard(rows.getWarnings()));
          rows.clearWarnings();
        }
        all.addAll(heard(statement.getWarnings()));
        assertTrue(all.stream().allMatch(once.get(0)::equals), all.toString());
        assertTrue(all.size() >= 3, all.toString());
      }
      statement.execute("set constraints all deferred");
      statement.execute("insert into t values (2)");
      assertEquals(List.of(), heard(statement.getWarnings()));
      connection.commit();
      assertEquals(once, heard(connection.getWarnings()));
      assertEquals(once, heard(inner.getWarnings()));
      connection.clearWarnings();
      connection.setAutoCommit(true);
      new CopyManager((BaseConnection) connection)
          .copyIn("copy t from stdin", new StringReader("3\n4\n"));
      List<String> copied = new ArrayList<>(heard(inner.getQueryExecutor().getWarnings()));
      copied.addAll(heard(connection.getWarnings()));
      assertTrue(copied.stream().allMatch(once.get(0)::equals), copied.toString());
      assertEquals("4", Sql.value(connection, "select count(*) from t"));
    }
  }

  @Test
  void the_servers_log_has_the_applications_errors_only() throws Exception {
    Path log = Path.of("target", "postgresql.log");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        System.getProperty("pgbackground.test.server", "embedded").equals("embedded"));
    long before = Files.size(log);
    try (Gate gate = Gate.in(database);
        Connection other = database.connect();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("do $$ begin for i in 1..5 loop perform " + CALL + "; end loop; end $$");
      statement.execute(
          "do $$ begin perform pg_background_result(1); exception when others then null; end $$");
      statement.execute("select pg_background_stats_v2() from generate_series(1, 3)");
      Elsewhere<Boolean> waiting = Elsewhere.start(() -> statement.execute(gate.block()));
      gate.awaitArrivals(1);
      statement.cancel();
      assertEquals("57014", waiting.error().getSQLState());
      gate.open();
      statement.execute("do $$ begin perform " + CALL + "; end $$");
      Sql.execute(other, "do $$ begin perform " + CALL + "; end $$");
    }
    byte[] all = Files.readAllBytes(log);
    String written =
        new String(all, (int) before, (int) (all.length - before), StandardCharsets.UTF_8);
    List<String> complaints =
        written
            .lines()
            .filter(line -> line.matches(".*\\] *(WARNING|ERROR|FATAL|PANIC|INFO): .*"))
            .map(line -> line.replaceFirst("^.*\\] *", ""))
            .toList();
    assertEquals(List.of("ERROR:  canceling statement due to user request"), complaints);
  }
}
