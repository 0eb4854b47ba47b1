package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.io.StringWriter;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLWarning;

/** What a notice's context says: the application's text, and its functions, but none of ours. */
@ExtendWith(PostgresExtension.class)
class NoticeContextsTest {
  private static final String BLOCK = "PL/pgSQL function inline_code_block line 1 at PERFORM";

  private final TestDatabase database;
  private Connection connection;

  NoticeContextsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    Sql.execute(
        connection,
        "create function said(n int) returns int language plpgsql as"
            + " $$ begin raise notice 'said'; return n; end $$;"
            + " create function checked(n int) returns bool language plpgsql as"
            + " $$ begin raise notice 'checked'; return true; end $$;"
            + " create domain small as int check (checked(value)); create type pair as (n small)");
  }

  @AfterEach
  void close() throws SQLException {
    Sql.execute(
        connection,
        "drop extension if exists pg_background; drop role if exists pgbackground_role;"
            + " drop type pair; drop domain small; drop function said, checked");
    connection.close();
  }

  /** The contexts of what a statement warns of. */
  private List<String> contexts(String sql) throws SQLException {
    List<String> contexts = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      for (SQLWarning warning = statement.getWarnings();
          warning != null;
          warning = warning.getNextWarning()) {
        String context = ((PSQLWarning) warning).getServerErrorMessage().getWhere();
        contexts.add(
            warning.getMessage()
                + ": "
                + String.valueOf(context).replaceAll("pid [0-9]+", "pid N"));
      }
    }
    return contexts;
  }

  private void make(Scene.Form form) throws SQLException {
    if (form == Scene.Form.INSTALLED) {
      Sql.execute(connection, "create extension pg_background");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_lines_with_statements_are_the_applications(Scene.Form form) throws SQLException {
    make(form);
    String statement =
        "said(n) from pg_background_result(pg_background_launch('select 1')) as (n int)";
    assertEquals(
        List.of(
            "said: PL/pgSQL function said(integer) line 1 at RAISE\nSQL statement \"SELECT "
                + statement
                + "\"\n"
                + BLOCK,
            "over: PL/pgSQL function inline_code_block line 1 at RAISE"),
        contexts("do $$ begin perform " + statement + "; raise notice 'over'; end $$"));
  }

  @ParameterizedTest
  @EnumSource
  void so_are_those_of_what_a_job_says_that_has_calls_itself(Scene.Form form) throws SQLException {
    make(form);
    String inner = "said(pg_background_launch('select 1'))";
    String job = "do $d$ begin perform " + inner + "; end $d$; select 1";
    String outer =
        "n from pg_background_result(pg_background_launch($job$" + job + "$job$)) as (n int)";
    assertEquals(
        List.of(
            "said: PL/pgSQL function said(integer) line 1 at RAISE\nSQL statement \"SELECT "
                + inner
                + "\"\n"
                + BLOCK
                + "\nbackground worker, pid N\nSQL statement \"SELECT "
                + outer
                + "\"\n"
                + BLOCK),
        contexts("do $$ begin perform " + outer + "; end $$"));
  }

  @ParameterizedTest
  @EnumSource
  void code_that_looks_at_a_value_is_named_and_what_gives_the_value_is_not(Scene.Form form)
      throws SQLException {
    make(form);
    String statement =
        "n from pg_background_result(pg_background_launch('select row(2)::pair')) as (n pair)";
    String line = "PL/pgSQL function checked(integer) line 1 at RAISE";
    String reading = "\nSQL statement \"SELECT " + statement + "\"\n" + BLOCK;
    assertEquals(
        List.of(
            "checked: " + line + "\nbackground worker, pid N" + reading,
            "checked: " + line + reading),
        contexts("do $$ begin perform " + statement + "; end $$"));
  }

  /** What a notice says first of the statement that runs, its portal's name aside. */
  private static List<String> logged(@Nullable SQLWarning first) {
    return Sql.messages(first).stream()
        .filter(message -> message.contains("pg_background_launch"))
        .map(message -> message.replaceFirst("^(execute fetch from) \\S+: ", "$1: "))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void what_the_server_logs_for_its_client_has_the_applications_text(Scene.Form form)
      throws Exception {
    make(form);
    Sql.execute(
        connection,
        "set client_min_messages = log; set log_min_messages = fatal; set log_statement = 'all'");
    String query =
        "select "
            + (form == Scene.Form.TEMPORARY ? "Public." : "")
            + "\"pg_background_launch\"('select 1') from generate_series(1, 4)";
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        Statement other = connection.createStatement()) {
      statement.setFetchSize(1);
      ResultSet rows = statement.executeQuery(query);
      assertTrue(rows.next());
      assertTrue(rows.next());
      assertEquals(List.of("execute fetch from: " + query), logged(rows.getWarnings()));
      rows.clearWarnings();
      other.execute("do $$ begin perform pg_background_launch('select 2'); end $$");
      assertTrue(rows.next());
      // The text is not the latest any more: which schema it has named is not known.
      assertEquals(
          List.of("execute fetch from: " + query.replace("Public.", "")),
          logged(rows.getWarnings()));
    }
    connection.clearWarnings();
    String copy = "copy (" + query + ") to stdout";
    connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, new StringWriter());
    assertEquals(List.of("statement: " + copy), logged(connection.getWarnings()));
    connection.rollback();
    connection.setAutoCommit(true);
  }
}
