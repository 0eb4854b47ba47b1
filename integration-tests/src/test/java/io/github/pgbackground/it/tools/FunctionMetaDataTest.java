package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.internal.catalog.LikePattern;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Completion finds the functions in the metadata, wherever they are. */
@ExtendWith(PostgresExtension.class)
class FunctionMetaDataTest {
  private static final List<String> NAMES =
      FunctionTable.V1_8.functions().stream().map(BackgroundFunction::name).sorted().toList();

  private final TestDatabase database;
  private Connection connection;
  private DatabaseMetaData data;

  FunctionMetaDataTest(TestDatabase database) {
    this.database = database;
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

  /** The rows of the functions of the table, without the columns named. */
  private List<String> rows(ResultSet listed, Set<String> without) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (listed) {
      ResultSetMetaData columns = listed.getMetaData();
      while (listed.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          if (!without.contains(columns.getColumnLabel(i).toUpperCase(Locale.ROOT))) {
            row.append(columns.getColumnLabel(i)).append('=').append(listed.getObject(i));
            row.append(' ');
          }
        }
        if (NAMES.contains(listed.getString(3))) {
          rows.add(row.toString());
        }
      }
    }
    return rows;
  }

  private static List<String> names(ResultSet listed) throws SQLException {
    List<String> names = new ArrayList<>();
    try (listed) {
      while (listed.next()) {
        names.add(listed.getString(2) + "." + listed.getString(3));
      }
    }
    return names;
  }

  private List<String> found(String schemaPattern, String namePattern) throws SQLException {
    return names(data.getFunctions(null, schemaPattern, namePattern));
  }

  private static List<String> inPublic(List<String> names) {
    return names.stream().map(name -> "public." + name).toList();
  }

  @Test
  void what_is_listed_of_each_function_is_what_is_listed_once_it_is_installed() throws Exception {
    Set<String> ofTheServer = new HashSet<>(Set.of("SPECIFIC_NAME"));
    if (!isCatalogTold()) {
      ofTheServer.addAll(Set.of("FUNCTION_CAT", "PROCEDURE_CAT"));
    }
    List<String> functions = rows(data.getFunctions(null, "public", "pg%"), ofTheServer);
    List<String> columns = rows(data.getFunctionColumns(null, "public", "pg%", "%"), ofTheServer);
    List<String> theirs = rows(data.getProcedureColumns(null, "public", "pg%", "%"), ofTheServer);
    assertEquals(NAMES.size(), functions.size());
    Sql.execute(connection, "create extension pg_background schema public");
    assertEquals(rows(data.getFunctions(null, "public", "pg%"), ofTheServer), functions);
    assertEquals(rows(data.getFunctionColumns(null, "public", "pg%", "%"), ofTheServer), columns);
    assertEquals(rows(data.getProcedureColumns(null, "public", "pg%", "%"), ofTheServer), theirs);
  }

  /** Older versions of pgjdbc leave it out. */
  private boolean isCatalogTold() throws SQLException {
    try (Connection plain = database.connectPlain();
        ResultSet columns = plain.getMetaData().getFunctionColumns(null, null, "upper", null)) {
      columns.next();
      return columns.getString(1) != null;
    }
  }

  @Test
  void once_installed_they_are_the_servers_alone() throws Exception {
    Sql.execute(connection, "create schema apart");
    try {
      Sql.execute(connection, "create extension pg_background schema apart");
      assertEquals(List.of(), found("public", "pg\\_background\\_%"));
      try (Connection plain = database.connectPlain()) {
        List<String> theirs = names(plain.getMetaData().getFunctions(null, null, "pg%"));
        assertTrue(theirs.contains("apart.pg_background_launch"));
        assertEquals(theirs, found(null, "pg%"));
      }
    } finally {
      Sql.execute(connection, "drop schema apart cascade");
    }
  }

  @Test
  void each_has_remarks_and_a_name_of_its_own() throws Exception {
    Set<String> specific = new HashSet<>();
    try (ResultSet functions = data.getFunctions(null, null, "pg_background_%")) {
      while (functions.next()) {
        assertFalse(functions.getString("REMARKS").isBlank());
        assertTrue(specific.add(functions.getString("SPECIFIC_NAME")));
      }
    }
    assertEquals(Set.copyOf(NAMES), specific);
  }

  @Test
  void patterns_are_those_of_jdbc() throws Exception {
    assertEquals(inPublic(NAMES), found("public", "pg\\_background\\_%"));
    assertEquals(inPublic(NAMES), found("pub%", "%background%"));
    assertEquals(inPublic(NAMES), found("p_blic", "pg_background_%"));
    assertEquals(List.of("public.pg_background_launch"), found(null, "pg_background_launch"));
    assertEquals(List.of("public.pg_background_launch"), found(null, "pg\\_back%\\_launch"));
    assertEquals(List.of(), found(null, "pg_background"));
    assertEquals(List.of(), found(null, "PG_BACKGROUND_%"));
    assertEquals(List.of(), found(null, "\"pg_background_launch\""));
    assertEquals(List.of(), found(null, "pg\\%background%"));
    assertEquals(List.of(), found(null, "pg.background.launch"));
    assertEquals(List.of(), found("", "pg_background_%"));
    assertEquals(List.of(), found("pg_catalog", "pg_background_%"));
    assertTrue(found(null, null).containsAll(inPublic(NAMES)));
    String here = database.name();
    assertEquals(inPublic(NAMES), names(data.getFunctions(here, null, "pg_background_%")));
    assertEquals(List.of(), names(data.getFunctions("elsewhere", null, "pg_background_%")));
    assertEquals(
        List.of("pid", "cookie"),
        columnNames(data.getFunctionColumns(here, null, "pg_background_wait_v2", "%i%")));
    assertEquals(
        List.of(),
        columnNames(data.getFunctionColumns("elsewhere", null, "pg_background_%", null)));
  }

  @Test
  void a_pattern_fits_what_it_fits_on_the_server() throws Exception {
    List<String> names =
        List.of("", "a", "ab", "a%", "a_", "a\\", "\uD83D\uDE00", "(a)", "\n", "A");
    List<String> patterns =
        List.of(
            "", "%", "_", "a_", "a%", "a\\%", "a\\_", "a\\\\", "\\a", "%a%", "(_)", "[a]", "\\_%");
    try (PreparedStatement like = connection.prepareStatement("select ? like ?")) {
      for (String pattern : patterns) {
        for (String name : names) {
          like.setString(1, name);
          like.setString(2, pattern);
          assertEquals(
              "t".equals(Sql.value(like.executeQuery())),
              LikePattern.of(pattern).fits(name),
              name + " like " + pattern);
        }
      }
    }
  }

  private static List<String> columnNames(ResultSet listed) throws SQLException {
    List<String> names = new ArrayList<>();
    try (listed) {
      while (listed.next()) {
        names.add(listed.getString("COLUMN_NAME"));
      }
    }
    return names;
  }

  @Test
  void they_stand_among_the_servers_in_order_and_none_is_there_twice() throws Exception {
    try (Connection plain = database.connectPlain();
        Statement statement = plain.createStatement()) {
      statement.execute(
          "create schema \"Upper\"; create schema zz;"
              + " create function \"Upper\".pg_background_z() returns int return 1;"
              + " create function zz.pg_background_a() returns int return 1;"
              + " create function pg_background_a() returns int return 1;"
              + " create function pg_background_m() returns int return 1;"
              + " create function \"pg_background_Z\"() returns int return 1;"
              + " create function pg_background_launch(text) returns int return 1;"
              + " create function pg_background_x(int) returns int return 1;"
              + " create function pg_background_x(text) returns int return 1");
      List<String> listed = found(null, "pg_background_%");
      try (ResultSet theirs = plain.getMetaData().getFunctions(null, null, "pg_background_%")) {
        List<String> all = new ArrayList<>(names(theirs));
        NAMES.stream()
            .filter(name -> !name.equals("pg_background_launch"))
            .forEach(name -> all.add("public." + name));
        // Sorted as the server sorts names: these are ASCII.
        all.sort(String::compareTo);
        assertEquals(all, listed);
      }
      statement.execute(
          "drop schema \"Upper\", zz cascade; drop function pg_background_a, pg_background_m,"
              + " \"pg_background_Z\", pg_background_launch(text), pg_background_x(int),"
              + " pg_background_x(text)");
    }
  }

  @Test
  void procedures_are_left_to_pgjdbc_and_all_is_where_the_server_serves() throws Exception {
    assertEquals(List.of(), names(data.getProcedures(null, null, "pg_background_%")));
    Properties properties = new Properties();
    properties.setProperty("pgbackground.backend", "server");
    try (Connection server = database.connect(properties)) {
      DatabaseMetaData theirs = server.getMetaData();
      assertEquals(List.of(), names(theirs.getFunctions(null, null, "pg_background_%")));
      assertEquals(List.of(), names(theirs.getFunctionColumns(null, null, "pg_background_%", "%")));
    }
  }

  @Test
  void an_aborted_transaction_answers_nothing() throws Exception {
    connection.setAutoCommit(false);
    Sql.error("22012", () -> Sql.execute(connection, "select 1 / 0"));
    Sql.error("25P02", () -> data.getFunctions(null, null, "pg_background_%"));
    connection.rollback();
    assertEquals(inPublic(NAMES), found(null, "pg_background_%"));
    connection.rollback();
    connection.setAutoCommit(true);
  }
}
