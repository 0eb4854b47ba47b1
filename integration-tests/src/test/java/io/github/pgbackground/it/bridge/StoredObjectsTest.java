package io.github.pgbackground.it.bridge;

import static io.github.pgbackground.it.bridge.StoredCode.notes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Constraints, defaults, views, rules and functions call what is stored, which calls the functions.
 */
@ExtendWith(PostgresExtension.class)
class StoredObjectsTest {
  private final TestDatabase database;

  StoredObjectsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    StoredCode.install(database);
  }

  @AfterEach
  void remove() throws SQLException {
    StoredCode.remove(database);
  }

  @Test
  void constraints_call_at_the_end_of_the_transaction() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "insert into later values (1)");
      assertEquals(List.of(), notes(connection));
      connection.commit();
      assertEquals(List.of("INSERT 1"), notes(connection));
      Sql.execute(connection, "insert into later values (2)");
      connection.setAutoCommit(true);
      assertEquals(List.of("INSERT 1", "INSERT 2"), notes(connection));
      Sql.execute(connection, "insert into later values (3)");
      assertEquals(List.of("INSERT 1", "INSERT 2", "INSERT 3"), notes(connection));
    }
  }

  @Test
  void what_a_job_has_written_stays_when_its_caller_is_rolled_back() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Savepoint savepoint = connection.setSavepoint();
      Sql.execute(connection, "insert into item(id) values (1)");
      Sql.error("23505", () -> Sql.execute(connection, "insert into item(id) values (1)"));
      connection.rollback(savepoint);
      Sql.execute(connection, "insert into item(id) values (2)");
      connection.rollback();
      assertEquals(List.of("INSERT 1", "INSERT 1", "INSERT 2"), notes(connection));
      assertEquals("0", Sql.value(connection, "select count(*) from item"));
      connection.commit();
    }
  }

  @Test
  void views_rules_defaults_and_keys_call() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into item(id) values (?)", new String[] {"twice"})) {
      assertEquals(List.of("1|2", "2|4", "3|6"), Sql.rows(connection, "select * from doubles"));
      Sql.execute(
          connection,
          "drop materialized view kept; create materialized view kept as select * from doubles");
      Sql.execute(connection, "refresh materialized view kept");
      assertEquals("12", Sql.value(connection, "select sum(twice) from kept"));
      Sql.execute(connection, "insert into ruled values (5)");
      assertEquals(List.of("rule 5"), notes(connection));
      insert.setInt(1, 1);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertTrue(keys.next());
        assertEquals(42, keys.getInt(1));
      }
    }
  }

  @Test
  void functions_in_sql_call() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create function in_sql(n int) returns int language sql as 'select x from"
              + " pg_background_result(pg_background_launch(''select 3 * '' || n)) as (x int)'");
      assertEquals("12", Sql.value(connection, "select in_sql(4)"));
      Sql.execute(connection, "drop function in_sql");
    }
  }
}
