package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.io.StringReader;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** Stored code calls the functions in every way in which JDBC has a server run something. */
@ExtendWith(PostgresExtension.class)
class StoredCallsTest {
  private static final String OBJECTS =
      """
      create extension pg_background;
      create table noted (note text);
      create function double(n int) returns int language plpgsql as $$
      declare r int;
      begin
        select x into r from public.pg_background_result(
          public.pg_background_launch('select 2 * ' || n)) as (x int);
        return r;
      end $$;
      create function note(t text) returns text language plpgsql as $$
      declare r text;
      begin
        select x into r from pg_background_result(pg_background_launch(
          format('insert into noted values (%L) returning note', t))) as (x text);
        return r;
      end $$;
      create procedure noting(t text, inout n int) language plpgsql as
        'begin perform note(t); commit; n := double(n); end';
      create function noting() returns trigger language plpgsql as
        'begin perform note(tg_op || '' '' || coalesce(new.id, old.id)); return coalesce(new, old); end';
      create function doubled() returns refcursor language plpgsql as
        'declare c refcursor; begin open c for select double(n) from generate_series(1, 25) n; return c; end';
      create table item (id int primary key, twice int default double(21), t text);
      create trigger noting before insert or update or delete on item for each row execute function noting();
      create table later (id int);
      create constraint trigger noting after insert on later deferrable initially deferred
        for each row execute function noting();
      create view doubles as select n, public.double(n) as twice from generate_series(1, 3) n;
      create materialized view kept as select 0 as twice where false with no data;
      create table ruled (id int);
      create rule noting as on insert to ruled do also select note('rule ' || new.id);
      """;

  private final TestDatabase database;

  StoredCallsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, OBJECTS);
    }
  }

  @AfterEach
  void remove() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "drop table item, later, ruled, noted; drop materialized view kept; drop view doubles;"
              + " drop function doubled, double, note, noting(); drop procedure noting;"
              + " drop extension pg_background cascade; drop role if exists pgbackground_role");
    }
  }

  private static Properties mode(String mode) {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", mode);
    return properties;
  }

  private static List<String> notes(Connection connection) throws SQLException {
    return Sql.rows(connection, "select note from noted order by note");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void statements_of_all_kinds(String mode) throws Exception {
    try (Connection connection = database.connect(mode(mode));
        Statement plain = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("select double(?)")) {
      assertEquals("42", Sql.value(connection, "select double(21)"));
      for (int i = 0; i < 8; i++) {
        prepared.setInt(1, i);
        assertEquals(String.valueOf(2 * i), Sql.value(prepared.executeQuery()));
      }
      plain.addBatch("insert into item(id) values (1)");
      plain.addBatch("update item set t = 'x' where id = 1");
      plain.addBatch("delete from item where id = 1");
      assertEquals(3, plain.executeBatch().length);
      assertEquals(List.of("DELETE 1", "INSERT 1", "UPDATE 1"), notes(connection));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void batches_of_parameters(String rewritten) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("reWriteBatchedInserts", rewritten);
    try (Connection connection = database.connect(properties);
        PreparedStatement insert =
            connection.prepareStatement("insert into item(id, t) values (?, ?)")) {
      for (int i = 1; i <= 20; i++) {
        insert.setInt(1, i);
        insert.setString(2, "t");
        insert.addBatch();
      }
      insert.executeBatch();
      assertEquals("20", Sql.value(connection, "select count(*) from noted"));
      assertEquals("42", Sql.value(connection, "select distinct twice from item"));
    }
  }

  @Test
  void rows_that_are_fetched_piece_by_piece() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(4);
      int sum = 0;
      try (ResultSet rows =
          statement.executeQuery("select double(n) from generate_series(1, 25) n")) {
        while (rows.next()) {
          sum += rows.getInt(1);
        }
      }
      assertEquals(650, sum);
      connection.commit();
    }
  }

  @Test
  void cursors_that_a_function_returns() throws Exception {
    try (Connection connection = database.connect();
        CallableStatement call = connection.prepareCall("{? = call doubled()}")) {
      connection.setAutoCommit(false);
      call.registerOutParameter(1, Types.REF_CURSOR);
      call.execute();
      int count = 0;
      try (ResultSet rows = (ResultSet) call.getObject(1)) {
        while (rows.next()) {
          count += rows.getInt(1) > 0 ? 1 : 0;
        }
      }
      assertEquals(25, count);
      connection.commit();
    }
  }

  @Test
  void procedures_that_commit() throws Exception {
    try (Connection connection = database.connect();
        CallableStatement call = connection.prepareCall("call noting(?, ?)")) {
      call.setString(1, "called");
      call.setInt(2, 4);
      call.registerOutParameter(2, Types.INTEGER);
      call.execute();
      assertEquals(8, call.getInt(2));
      assertEquals(List.of("called"), notes(connection));
    }
  }

  @Test
  void rows_that_are_copied_in() throws Exception {
    try (Connection connection = database.connect()) {
      assertEquals(
          3,
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy item(id, t) from stdin", new StringReader("1\ta\n2\tb\n3\tc\n")));
      assertEquals(List.of("INSERT 1", "INSERT 2", "INSERT 3"), notes(connection));
      assertEquals("42", Sql.value(connection, "select distinct twice from item"));
    }
  }

  @Test
  void rows_that_a_result_set_inserts_changes_and_deletes() throws Exception {
    try (Connection connection = database.connect();
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery("select id, t from item")) {
      rows.moveToInsertRow();
      rows.updateInt(1, 7);
      rows.updateString(2, "new");
      rows.insertRow();
      rows.moveToCurrentRow();
      assertTrue(rows.first());
      rows.updateString(2, "newer");
      rows.updateRow();
      rows.deleteRow();
      assertEquals(List.of("DELETE 7", "INSERT 7", "UPDATE 7"), notes(connection));
    }
  }

  @Test
  void constraints_that_are_checked_at_the_end_of_the_transaction() throws Exception {
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
  void views_and_rules_and_defaults_and_keys() throws Exception {
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
  void large_objects_of_the_application_are_left_alone() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
      long oid = objects.createLO();
      try (LargeObject object = objects.open(oid)) {
        object.write(new byte[] {1, 2, 3});
        assertEquals("42", Sql.value(connection, "select double(21)"));
        object.seek(0);
        assertEquals(3, object.read(10).length);
      }
      objects.delete(oid);
      connection.commit();
    }
  }

  @Test
  void languages_that_run_SQL() throws Exception {
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
