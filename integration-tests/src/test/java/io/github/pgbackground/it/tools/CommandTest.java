package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.extension.PlayedExtension;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver's jar, started as a program. */
@ExtendWith(PostgresExtension.class)
class CommandTest {
  private static final String ROLE = "pgbackground_it_command";

  private final TestDatabase database;
  private Connection owner;

  CommandTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    owner = database.connect();
    Sql.execute(owner, "create role " + ROLE + " login");
  }

  @AfterEach
  void disconnect() throws SQLException {
    Bridges.remove(owner);
    Sql.execute(owner, "drop owned by " + ROLE);
    Sql.execute(owner, "drop role " + ROLE);
    owner.close();
  }

  private String url() {
    return database.url().replaceFirst("user=[^&]*", "user=" + ROLE);
  }

  static Stream<Path> jars() {
    return Stream.of(JarRun.ALL, JarRun.PLAIN);
  }

  @ParameterizedTest
  @MethodSource("jars")
  void alone_it_says_its_version_its_functions_and_how_to_use_it(Path jar) throws Exception {
    JarRun run = JarRun.of(jar, Map.of());
    assertEquals(0, run.status());
    assertEquals(List.of(), run.errors());
    String said = String.join("\n", run.lines());
    String version = jar.getFileName().toString().replaceAll("pgbackground-jdbc-|(-all)?.jar", "");
    assertTrue(said.startsWith("pgbackground-jdbc " + version + ": "), said);
    for (BackgroundFunction function : FunctionTable.V1_8.functions()) {
      assertTrue(said.contains("\n  " + function.name() + "("), function.name());
      assertTrue(said.contains(function.remarks()), function.name());
    }
    assertTrue(
        said.contains(
            "  pg_background_launch_v2(sql text, [queue_size int4]) pg_background_handle\n"));
    assertTrue(said.contains("  pg_background_result(pid int4) setof record\n"));
    assertTrue(said.contains("io.github.pgbackground.BackgroundDriver"));
    assertTrue(said.contains("jdbc:pgbackground://"));
    assertTrue(said.contains("--url"));
  }

  @Test
  void the_jar_without_pgjdbc_names_the_one_that_has_it() throws Exception {
    JarRun run = JarRun.of(JarRun.PLAIN, Map.of(), "--url", database.url());
    assertEquals(2, run.status());
    assertTrue(run.lines().get(0).contains("-all.jar"));
    assertEquals(List.of(), run.errors());
  }

  @Test
  void wrong_arguments_are_told_apart() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("--URL", "x"),
            List.of("--url"),
            List.of("--user", "me"),
            List.of("--url", "jdbc:postgresql://localhost/postgres"))) {
      JarRun run = JarRun.of(JarRun.ALL, Map.of(), wrong.toArray(new String[0]));
      assertEquals(2, run.status(), wrong.toString());
      assertTrue(run.lines().contains("To check a server from this machine:"), wrong.toString());
    }
  }

  @Test
  void where_all_is_well_nothing_is_to_be_done() throws Exception {
    JarRun run = JarRun.check(database.url());
    assertEquals(0, run.status(), run.toString());
    assertEquals(List.of(), run.errors());
    assertTrue(run.finding("ok", "connection").contains("/" + database.name()));
    String version = Sql.value(owner, "show server_version");
    assertEquals("PostgreSQL " + version, run.finding("ok", "server"));
    assertTrue(run.finding("note", "functions").contains("-> CREATE EXTENSION pg_background"));
    assertTrue(run.finding("ok", "privileges").endsWith(" may install it."));
    assertTrue(run.finding("ok", "launch").matches("A job .* \\d+\\.\\d ms the first time, .*"));
    assertTrue(run.finding("ok", "in PL/pgSQL").contains(" ms the first time"));
  }

  @Test
  void what_is_installed_is_found() throws Exception {
    Sql.execute(owner, "create schema \"Apart\"; create extension pg_background schema \"Apart\"");
    try {
      JarRun run = JarRun.check(database.url());
      assertEquals(0, run.status(), run.toString());
      assertEquals(
          "The bridge of this driver is installed in the schema \"Apart\".",
          run.finding("ok", "functions"));
      assertTrue(run.finding("note", "functions").contains("not on the search path"));
      assertTrue(run.finding("ok", "privileges").endsWith(" may call it."));
    } finally {
      Sql.execute(owner, "drop schema \"Apart\" cascade");
    }
  }

  @Test
  void the_extension_itself_needs_processes_and_no_connections() throws Exception {
    PlayedExtension.install(database);
    try {
      JarRun run = JarRun.check(database.url());
      assertEquals(0, run.status(), run.toString());
      assertEquals(
          "The extension is installed in the schema \"public\".", run.finding("ok", "functions"));
      assertTrue(run.finding("ok", "processes").contains("at most 64 such processes"));
      assertEquals(List.of(), run.findings("ok", "connections"));
      assertTrue(run.finding("ok", "launch").startsWith("A job gave its result"));
    } finally {
      PlayedExtension.drop(database);
    }
  }

  @Test
  void a_backend_that_does_not_serve_all_calls_is_told_of() throws Exception {
    JarRun nobody = JarRun.check(database.url() + "&pgbackground.backend=server");
    assertEquals(1, nobody.status(), nobody.toString());
    assertTrue(nobody.finding("problem", "functions").contains("-> Leave the property out"));
    PlayedExtension.install(database);
    try {
      JarRun both = JarRun.check(database.url() + "&pgbackground.backend=client");
      assertEquals(0, both.status(), both.toString());
      assertTrue(both.finding("note", "functions").contains("handles of the other"));
      assertEquals(1, both.findings("ok", "connections").size());
      JarRun shared = JarRun.check(database.url() + "&pgbackground.handleScope=pool");
      assertEquals(1, shared.status(), shared.toString());
      assertTrue(shared.finding("problem", "functions").contains("handleScope=pool shares none"));
    } finally {
      PlayedExtension.drop(database);
    }
  }

  @Test
  void who_may_not_call_it_learns_what_makes_it_so() throws Exception {
    Sql.execute(owner, "create extension pg_background");
    JarRun before = JarRun.check(url());
    assertEquals(1, before.status(), before.toString());
    String advice = before.finding("problem", "privileges");
    assertTrue(before.finding("problem", "launch").contains("42501"));
    String grant = advice.replaceFirst("(?s).*runs (SELECT .*true\\)), and .*", "$1");
    assertEquals("t", Sql.value(owner, grant), grant);
    JarRun after = JarRun.check(url());
    assertEquals(0, after.status(), after.toString());
  }

  @Test
  void who_may_make_nothing_learns_what_to_grant() throws Exception {
    String temporary = "temporary on database " + database.name();
    Sql.execute(owner, "revoke " + temporary + " from public");
    try {
      learnWhatToGrant();
    } finally {
      Sql.execute(owner, "grant " + temporary + " to public");
    }
  }

  private void learnWhatToGrant() throws Exception {
    JarRun before = JarRun.check(url());
    assertEquals(1, before.status(), before.toString());
    assertTrue(before.finding("note", "privileges").contains("-> Have a superuser install it"));
    assertEquals(1, before.findings("ok", "launch").size());
    assertEquals(1, before.findings("problem", "in PL/pgSQL").size());
    String advice = before.finding("problem", "privileges");
    Sql.execute(owner, advice.substring(advice.indexOf("GRANT")));
    assertEquals(0, JarRun.check(url()).status());
  }

  @Test
  void where_workers_find_no_room_the_url_can_say_less() throws Exception {
    Sql.execute(owner, "alter role " + ROLE + " connection limit 4");
    JarRun before = JarRun.check(url());
    assertEquals(1, before.status());
    String advice = before.finding("problem", "connections");
    assertTrue(advice.startsWith("Room for 3 more (the connection limit of"), advice);
    String there = "select count(*) from pg_stat_activity where usename = '" + ROLE + "'";
    Await.until("its connections have ended", () -> "0".equals(Sql.value(owner, there)));
    String less = advice.replaceFirst("(?s).*-> (pgbackground.maxWorkers=2) in the URL, .*", "$1");
    JarRun after = JarRun.check(url() + "&" + less);
    assertEquals(0, after.status(), after.toString());
  }

  @Test
  void a_misspelt_property_is_something_to_do() throws Exception {
    JarRun run = JarRun.check(database.url() + "&pgbackground.maxWorker=2");
    assertEquals(1, run.status());
    assertTrue(run.finding("problem", "properties").contains("pgbackground.maxWorkers?"));
  }

  @Test
  void where_nobody_can_connect_nothing_is_checked() throws Exception {
    String nowhere = database.url().replace("/" + database.name(), "/nowhere");
    for (String url : List.of(nowhere, "jdbc:pgbackground://localhost:1/db", url() + "x")) {
      JarRun run = JarRun.check(url);
      assertEquals(2, run.status(), run.toString());
      assertEquals(List.of(), run.errors());
      assertTrue(run.finding("problem", "connection").contains("\n-> "), run.toString());
      assertEquals(2, run.lines().size(), run.toString());
    }
  }

  @Test
  void the_user_is_the_one_given() throws Exception {
    String anyone = database.url().replaceFirst("user=[^&]*&?", "");
    JarRun run = JarRun.check(anyone, "--user", ROLE);
    assertTrue(run.finding("ok", "connection").contains(" as " + ROLE + " after "));
    assertFalse(run.finding("note", "privileges").contains("postgres"));
  }
}
