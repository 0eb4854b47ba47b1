package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rows in which the metadata lists the functions are like pgjdbc's. */
@ExtendWith(PostgresExtension.class)
class FunctionRowsTest {
  private final TestDatabase database;
  private Connection connection;
  private DatabaseMetaData data;

  FunctionRowsTest(TestDatabase database) {
    this.database = database;
  }

  /** One of the lists that may have the functions in it. */
  @FunctionalInterface
  private interface Listing {
    ResultSet of(DatabaseMetaData data) throws SQLException;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    data = connection.getMetaData();
  }

  @AfterEach
  void close() throws SQLException {
    Bridges.remove(connection);
    connection.close();
  }

  @Test
  void columns_and_types_are_those_of_pgjdbc() throws Exception {
    try (Connection plain = database.connectPlain()) {
      List<Listing> listings =
          List.of(
              of -> of.getFunctions(null, null, "pg_%"),
              of -> of.getFunctionColumns(null, null, "pg_%", "%"),
              of -> of.getProcedureColumns(null, null, "pg_%", "%"));
      for (Listing listing : listings) {
        try (ResultSet theirs = listing.of(plain.getMetaData());
            ResultSet ours = listing.of(data)) {
          assertEquals(description(theirs), description(ours));
        }
      }
    }
  }

  private static List<String> description(ResultSet rows) throws SQLException {
    List<String> description = new ArrayList<>();
    ResultSetMetaData columns = rows.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      description.add(
          String.join(
              " ",
              columns.getColumnLabel(i),
              columns.getColumnTypeName(i),
              Integer.toString(columns.getColumnType(i)),
              columns.getColumnClassName(i),
              Integer.toString(columns.getPrecision(i)),
              Integer.toString(columns.getScale(i)),
              Integer.toString(columns.getColumnDisplaySize(i)),
              Boolean.toString(columns.isSigned(i))));
    }
    description.add("type " + rows.getType() + ", concurrency " + rows.getConcurrency());
    return description;
  }

  @Test
  void asked_again_and_again_the_rows_are_the_same() throws Exception {
    List<String> first = Sql.rows(data.getFunctions(null, null, "pg_b%"));
    for (int i = 0; i < 10; i++) {
      assertEquals(first, Sql.rows(data.getFunctions(null, null, "pg_b%")));
    }
  }

  @Test
  void the_rows_lead_back_to_the_connection_and_close_their_statement() throws Exception {
    ResultSet rows = data.getFunctions(null, null, "pg_background_%");
    Statement statement = rows.getStatement();
    assertSame(connection, statement.getConnection());
    assertFalse(statement.isClosed());
    rows.close();
    assertTrue(statement.isClosed());
  }
}
