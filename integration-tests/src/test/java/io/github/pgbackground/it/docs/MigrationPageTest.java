package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The statements of the page about the move to another server do what it says. */
@ExtendWith(PostgresExtension.class)
class MigrationPageTest {
  private final TestDatabase database;

  MigrationPageTest(TestDatabase database) {
    this.database = database;
  }

  private static List<String> statements() throws IOException {
    return Page.all().stream()
        .filter(page -> page.name().equals("migration.md"))
        .flatMap(Holding.STATEMENTS::blocks)
        .map(Page.Block::text)
        .toList();
  }

  @BeforeEach
  void makeRole() throws SQLException {
    try (Connection owner = database.connectPlain()) {
      Sql.execute(owner, "drop role if exists app");
      Sql.execute(owner, "create role app login");
    }
  }

  @AfterEach
  void dropRoles() throws SQLException {
    try (Connection owner = database.connectPlain()) {
      Sql.execute(owner, "drop role app; drop role if exists pgbackground_role");
    }
  }

  @Test
  void what_has_calls_is_found_and_the_other_server_is_prepared() throws Exception {
    List<String> statements = statements();
    assertEquals(6, statements.size());
    try (Connection owner = database.connect()) {
      Sql.execute(owner, statements.get(3));
      Sql.execute(
          owner,
          "create function note() returns int language sql as 'select pg_background_launch(''vacuum'')'");
      Sql.execute(owner, "create view jobs as select (pg_background_stats_v2()).workers_active");
      assertEquals(List.of("function note()", "view jobs"), Sql.rows(owner, statements.get(0)));
      assertEquals(
          Set.of("postgres", "pgbackground_role"), Set.copyOf(Sql.rows(owner, statements.get(1))));
      assertEquals("t", Sql.value(owner, statements.get(4)));
      assertEquals(
          Set.of("postgres", "pgbackground_role", "app"),
          Set.copyOf(Sql.rows(owner, statements.get(1))));
      assertEquals(List.of(), Sql.rows(owner, statements.get(2)));
      Sql.execute(owner, statements.get(5));
      assertEquals(
          List.of("0|app|{pg_background.max_workers=32}"), Sql.rows(owner, statements.get(2)));
    }
    try (Connection app =
        DriverManager.getConnection(database.url().replaceAll("user=[^&]*", "user=app"))) {
      assertEquals("32", Sql.value(app, "show pg_background.max_workers"));
      assertEquals(List.of("1"), Sql.result(app, Sql.launch(app, "select 1"), "n int"));
    }
    try (Connection owner = database.connect()) {
      Sql.execute(owner, "drop view jobs; drop function note()");
      Sql.execute(owner, "drop extension pg_background");
    }
  }
}
