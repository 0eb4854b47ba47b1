package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.ServerErrorMessage;

/** A job's text is run as it stands, and a wrong one fails as on the server. */
@ExtendWith(PostgresExtension.class)
class JobTextTest {
  private final TestDatabase database;
  private JobTexts texts;

  JobTextTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    texts = JobTexts.in(database);
  }

  @AfterEach
  void end() throws SQLException {
    texts.close();
  }

  @Test
  void nothing_in_a_text_is_changed() throws SQLException {
    texts.each(
        """
          select '{"a": 1}'::jsonb ? 'a', '["b"]'::jsonb ?| array['a', 'b'], '["b"]'::jsonb ?& array['a', 'b'] -> t,t,f
          select '{fn now()}', '{d ''2020-01-01''}', '{?= call f()}' -> {fn now()},{d '2020-01-01'},{?= call f()}
          select array['{', '}']::text[], '{1,2}'::int[]             -> {{,}},{1,2}
          select E'a\\'b;c', $x$ ; $$ $x$, 'a''b', U&'d\\0061t'        -> a'b;c, ; $$ ,a'b,dat
          select 'é€😀' as "ü"                                        -> é€😀
          select '?' || $$?$$, "?" from (select 1) as a("?")         -> ??,1
          """,
        (job, rows) -> {
          assertEquals(
              List.of(rows.replace("\\", "")),
              texts.run(job).stream().map(row -> row.replace("\\", "")).toList());
        });
  }

  @Test
  void backslashes_escape_where_the_session_says_so() throws SQLException {
    Sql.execute(texts.connection(), "set standard_conforming_strings = off");
    try (PreparedStatement statement =
        texts
            .connection()
            .prepareStatement(
                "select * from pg_background_result(pg_background_launch(?)) as (a text, b text)")) {
      statement.setString(1, "create temp table x (); select 'a\\'; select ''b', 'c\\\\d'::text");
      assertEquals(List.of("a'; select 'b|c\\d"), Sql.rows(statement.executeQuery()));
    }
  }

  @Test
  void a_wrong_text_fails_as_on_the_server_and_where() throws SQLException {
    texts.each(
        """
          select $1                                        -> 42P02:8
          insert into t values ($1)                        -> 42P02:23
          select 1; select $1::int                         -> 42P02:18
          {call commits(1)}                                -> 42601:1
          select {d '2020-01-01'}                          -> 42601:8
          select ?                                         -> 42601:9
          \\d                                               -> 42601:1
          selec 1                                          -> 42601:1
          select 1; selec 2                                -> 42601:11
          select 1; select nope                            -> 42703:18
          /* 😀 */ select 1; select '😀', nope              -> 42703:31
          select 'open                                     -> 42601:8
          select "open                                     -> 42601:8
          select 1 /* open                                 -> 42601:10
          execute left_over                                -> 26000:0
          fetch all from nothing                           -> 34000:0
          table nowhere                                    -> 42P01:7
          """,
        (job, expected) -> {
          ServerErrorMessage error = texts.error(expected.substring(0, 5), job);
          assertEquals(expected, error.getSQLState() + ":" + error.getPosition(), error.toString());
        });
  }

  @Test
  void a_text_of_a_megabyte_is_run_as_it_stands() throws SQLException {
    String value = "é;'".repeat(350_000).replace("'", "''");
    assertEquals(
        List.of(Integer.toString(350_000 * 3)), texts.run("select length('" + value + "')"));
    assertEquals(
        List.of("INSERT 0 1", "UPDATE 1"),
        texts.run("insert into t values (3, '" + value + "'); update t set v = '' where id = 3"));
  }

  @Test
  void a_text_may_have_ten_thousand_statements() throws SQLException {
    String insert = "insert into t values (default);";
    Sql.execute(
        texts.connection(),
        "create sequence s; alter table t alter id set default nextval('s') + 9");
    String job = String.join("\n", Collections.nCopies(10_000, insert));
    assertEquals(Collections.nCopies(10_000, "INSERT 0 1"), texts.run(job));
    assertEquals(List.of("20002"), texts.run(job + "select count(*) from t"));
  }
}
