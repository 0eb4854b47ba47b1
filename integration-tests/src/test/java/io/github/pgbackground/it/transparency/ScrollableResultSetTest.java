package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows scrolled through and changed as with plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class ScrollableResultSetTest {
  private final TestDatabase database;

  ScrollableResultSetTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_scrollable_result_set_scrolls() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement =
                  connection.createStatement(
                      ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
              ResultSet rows = statement.executeQuery("select generate_series(1, 5) as n")) {
            transcript.asks("last", rows::last);
            transcript.asks("row", rows::getRow);
            transcript.asks("previous", rows::previous);
            transcript.asks("value", () -> rows.getInt("n"));
            transcript.asks("absolute", () -> rows.absolute(-5));
            transcript.asks("first", rows::isFirst);
            transcript.asks("relative", () -> rows.relative(3));
            transcript.asks("value", () -> rows.getInt(1));
            transcript.asks("beyond", () -> rows.absolute(6));
            transcript.asks("after last", rows::isAfterLast);
            rows.beforeFirst();
            transcript.asks("before first", rows::isBeforeFirst);
            rows.setFetchDirection(ResultSet.FETCH_REVERSE);
            transcript.asks("direction", rows::getFetchDirection);
          }
        });
  }

  @Test
  void a_forward_only_result_set_does_not_scroll() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("select 1")) {
            transcript.fails("last", rows::last);
            transcript.fails("absolute", () -> rows.absolute(1));
            transcript.fails("update", () -> rows.updateInt(1, 1));
          }
        });
  }

  @Test
  void rows_are_inserted_updated_refreshed_and_deleted_in_place() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement =
              connection.createStatement(
                  ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            statement.execute(
                "create temp table place (id int primary key, name text);"
                    + " insert into place values (1, 'one'), (2, 'two')");
            try (ResultSet rows =
                statement.executeQuery("select id, name from place order by id")) {
              rows.next();
              rows.updateString("name", "eins");
              rows.updateRow();
              transcript.asks("updated", () -> rows.getString("name"));
              transcript.asks("said to be", rows::rowUpdated);
              rows.moveToInsertRow();
              rows.updateInt(1, 3);
              rows.updateObject(2, "three");
              rows.insertRow();
              rows.moveToCurrentRow();
              transcript.asks("back at", () -> rows.getInt(1));
              rows.next();
              rows.deleteRow();
              rows.first();
              rows.refreshRow();
              transcript.asks("refreshed", () -> rows.getString(2));
              rows.updateNull(2);
              rows.cancelRowUpdates();
              transcript.asks("cancelled", () -> rows.getString(2));
              rows.moveToInsertRow();
              rows.updateInt(1, 1);
              transcript.fails("a key twice", rows::insertRow);
            }
            transcript.rows("table", statement.executeQuery("table place order by id"));
          }
        });
  }

  @Test
  void a_row_deleted_elsewhere_cannot_be_refreshed() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement setup = connection.createStatement();
              Statement statement =
                  connection.createStatement(
                      ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            setup.execute(
                "create temp table gone (id int primary key); insert into gone values (1)");
            ResultSet rows = statement.executeQuery("select id from gone");
            rows.next();
            setup.execute("delete from gone");
            transcript.tries(
                "refreshed",
                () -> {
                  rows.refreshRow();
                  return rows.getInt(1);
                });
          }
        });
  }
}
