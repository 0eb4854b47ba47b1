package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SQL of each page runs, from its first statement to its last, as who owns the database. */
@ExtendWith(PostgresExtension.class)
class PageStatementsTest {
  /** The handle that the pages have. */
  private static final String HANDLE = "4711";

  private final TestDatabase database;

  PageStatementsTest(TestDatabase database) {
    this.database = database;
  }

  /** What the pages speak of. */
  @BeforeEach
  void prepare() throws SQLException {
    try (Connection owner = database.connectPlain()) {
      Sql.execute(owner, "create role app login");
      Sql.execute(owner, "create table shop (id int, region text)");
      Sql.execute(owner, "insert into shop values (1, 'east')");
    }
  }

  @AfterEach
  void remove() throws SQLException {
    try (Connection owner = database.connect()) {
      Sql.execute(owner, "drop extension if exists pg_background; drop table shop");
      Sql.execute(owner, "drop owned by app; drop role app; drop role if exists pgbackground_role");
    }
  }

  @TestFactory
  Stream<DynamicTest> statements_run() throws IOException {
    return Page.all().stream()
        .filter(page -> Holding.STATEMENTS.blocks(page).findAny().isPresent())
        .map(page -> dynamicTest(page.name(), () -> run(page)));
  }

  private void run(Page page) throws SQLException {
    try (Connection connection = database.connect()) {
      int handle = Sql.launch(connection, "select 1, 2.5");
      for (Page.Block block : Holding.STATEMENTS.blocks(page).toList()) {
        Sql.execute(connection, block.text().replace(HANDLE, Integer.toString(handle)));
      }
    }
  }
}
