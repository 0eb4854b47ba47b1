package io.github.pgbackground.it.bridge;

import static io.github.pgbackground.it.bridge.StoredCode.notes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stored code that calls from the rarer places that a server runs it in. */
@ExtendWith(PostgresExtension.class)
class StoredElsewhereTest {
  private final TestDatabase database;
  private Connection connection;

  StoredElsewhereTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    StoredCode.install(database);
    connection = database.connect();
    Sql.execute(connection, "create schema elsewhere");
  }

  @AfterEach
  void remove() throws SQLException {
    connection.setAutoCommit(true);
    Sql.execute(connection, "drop schema elsewhere cascade");
    connection.close();
    StoredCode.remove(database);
  }

  private void assertNotes(String... expected) throws SQLException {
    assertEquals(List.of(expected), notes(connection));
  }

  @Test
  void rows_that_go_with_others_call() throws SQLException {
    Sql.execute(
        connection,
        "create table elsewhere.parent(id int primary key);"
            + " create table elsewhere.child(id int references elsewhere.parent"
            + " on update cascade on delete cascade);"
            + " create trigger t after update or delete on elsewhere.child"
            + " for each row execute function noting();"
            + " insert into elsewhere.parent values (1), (2);"
            + " insert into elsewhere.child values (1), (1), (2)");
    Sql.execute(connection, "update elsewhere.parent set id = 7 where id = 1");
    Sql.execute(connection, "delete from elsewhere.parent");
    assertNotes("DELETE 2", "DELETE 7", "DELETE 7", "UPDATE 7", "UPDATE 7");
  }

  @Test
  void rows_of_partitions_call() throws SQLException {
    Sql.execute(
        connection,
        "create table elsewhere.whole(id int) partition by range (id);"
            + " create table elsewhere.low partition of elsewhere.whole for values from (0) to (9);"
            + " create table elsewhere.high partition of elsewhere.whole for values from (9) to (99);"
            + " create trigger t after insert or delete on elsewhere.whole"
            + " for each row execute function noting();"
            + " insert into elsewhere.whole values (1), (10)");
    Sql.execute(connection, "update elsewhere.whole set id = 11 where id = 1");
    assertNotes("DELETE 1", "INSERT 1", "INSERT 10", "INSERT 11");
  }

  @Test
  void parts_of_a_statement_that_write_call() throws SQLException {
    assertEquals(
        List.of("1|2", "2|4"),
        Sql.rows(
            connection,
            "with made as (insert into item(id) values (1), (2) returning id),"
                + " gone as (delete from ruled where note('never') = '')"
                + " select id, double(id) from made order by id"));
    assertEquals(
        List.of("14"),
        Sql.rows(connection, "update item set id = 7 where id = 1 returning double(id)"));
    assertNotes("INSERT 1", "INSERT 2", "UPDATE 7");
  }

  @Test
  void rows_that_are_merged_call() throws SQLException {
    assumeTrue(connection.getMetaData().getDatabaseMajorVersion() >= 15, "the server knows MERGE");
    Sql.execute(connection, "insert into item(id) values (1)");
    Sql.execute(
        connection,
        "merge into item using (values (1), (2)) as v(id) on item.id = v.id"
            + " when matched then update set t = note('matched ' || v.id)"
            + " when not matched then insert (id) values (v.id)");
    assertNotes("INSERT 1", "INSERT 2", "UPDATE 1", "matched 1");
  }

  @Test
  void checks_domains_generated_columns_and_functions_that_the_server_has_parsed_call()
      throws SQLException {
    Sql.execute(
        connection,
        "create function elsewhere.parsed(n int) returns int language sql immutable begin atomic"
            + " select pg_background_detach(pg_background_launch('select 1')); select double(n); end");
    Sql.execute(
        connection,
        "create domain elsewhere.small as int check (double(value) < 10);"
            + " create table elsewhere.kept(n elsewhere.small, c int check (double(c) > 2),"
            + " g int generated always as (elsewhere.parsed(c)) stored);"
            + " insert into elsewhere.kept values (4, 3)");
    assertEquals(List.of("4|3|6"), Sql.rows(connection, "select * from elsewhere.kept"));
    Sql.error("23514", () -> Sql.execute(connection, "insert into elsewhere.kept values (5, 3)"));
    Sql.error("23514", () -> Sql.execute(connection, "insert into elsewhere.kept values (4, 1)"));
  }

  @Test
  void event_triggers_call() throws SQLException {
    Sql.execute(
        connection,
        "create function elsewhere.heard() returns event_trigger language plpgsql as"
            + " 'begin perform public.note(tg_tag); end';"
            + " create event trigger pgbackground_it on ddl_command_end"
            + " when tag in ('CREATE SEQUENCE') execute function elsewhere.heard()");
    try {
      Sql.execute(connection, "create sequence elsewhere.numbers");
    } finally {
      Sql.execute(connection, "drop event trigger pgbackground_it");
    }
    assertNotes("CREATE SEQUENCE");
  }

  /** The rows of the batch are undone, what jobs have written is not. */
  @Test
  void a_constraint_that_fails_at_the_end_of_a_batch_or_a_transaction_is_its_error()
      throws SQLException {
    Sql.execute(
        connection,
        "create function elsewhere.refused() returns trigger language plpgsql as $$ begin"
            + " perform note('saw ' || new.id); if double(new.id) < 0 then raise check_violation; end if;"
            + " return null; end $$;"
            + " create table elsewhere.deferred(id int);"
            + " create constraint trigger t after insert on elsewhere.deferred"
            + " deferrable initially deferred for each row execute function elsewhere.refused()");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into elsewhere.deferred values (?)")) {
      for (int id : new int[] {1, -2}) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertEquals(
          "23514", assertThrows(BatchUpdateException.class, insert::executeBatch).getSQLState());
    }
    connection.setAutoCommit(false);
    Sql.execute(connection, "insert into elsewhere.deferred values (-3)");
    Sql.error("23514", () -> connection.setAutoCommit(true));
    assertEquals("0", Sql.value(connection, "select count(*) from elsewhere.deferred"));
    assertNotes("saw -2", "saw -3", "saw 1");
    connection.rollback();
  }
}
