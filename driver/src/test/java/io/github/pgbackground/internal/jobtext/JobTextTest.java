package io.github.pgbackground.internal.jobtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a job's text when it says how far it is. */
class JobTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "select 1; select 2",
        "select 'pg_background_progress(1)'",
        "select pg_background_progress(1) from t",
        "select pg_background_progress()",
        "do $$begin perform pg_background_progress(1); end$$",
        "select pg_background_launch('select 1')"
      })
  void any_other_text_is_sent_as_it_is(String sql) {
    JobText text = JobText.of(sql, true, true, false);
    assertSame(sql, text.sent());
    assertEquals(5, text.position(5));
    assertEquals(List.of("DO", "SELECT 1"), text.tags(List.of("DO", "SELECT 1")));
  }

  @Test
  void a_report_becomes_a_notice_and_a_result() {
    JobText text =
        JobText.of(
            "select 1; select pg_background_progress(5, 'it''s') as \"P\"", true, true, false);
    assertTrue(text.sent().startsWith("select 1; do language plpgsql E'"), text.sent());
    assertTrue(text.sent().endsWith(";select ''::pg_catalog.void as \"P\""), text.sent());
    assertTrue(text.sent().contains("'PGB02'".replace("'", "''")), text.sent());
    assertTrue(text.sent().contains("it''''s"), text.sent());
  }

  @Test
  void positions_behind_a_report_are_those_of_the_jobs_text() {
    String sql = "select 🐘; select pg_background_progress(1); select x; ";
    JobText text =
        JobText.of(sql + "select pg_background_progress(2); select y", true, true, false);
    int sentX = text.sent().codePointCount(0, text.sent().indexOf("select x")) + 8;
    int sentY = text.sent().codePointCount(0, text.sent().indexOf("select y")) + 8;
    assertEquals(8, text.position(8));
    assertEquals(sql.codePointCount(0, sql.indexOf("x; ")) + 1, text.position(sentX));
    assertEquals(
        (sql + "select pg_background_progress(2); select y").codePointCount(0, text.sql().length()),
        text.position(sentY));
  }

  @Test
  void an_error_in_a_report_stands_where_the_report_stands() {
    JobText text = JobText.of("select 1; select pg_background_progress(1)", true, true, false);
    assertEquals(11, text.position(30));
  }

  @Test
  void the_tags_are_those_of_the_jobs_statements() {
    JobText text =
        JobText.of(
            "do ''; select pg_background_progress(1); select 2; select pg_background_progress(3)",
            true,
            false,
            false);
    assertEquals(
        List.of("DO", "SELECT 1", "SELECT 1", "SELECT 1"),
        text.tags(List.of("DO", "DO", "SELECT 1", "SELECT 1", "DO", "SELECT 1")));
  }

  @Test
  void names_of_functions_are_qualified_where_they_are_temporary() {
    String sql = "select 1; do $$begin perform pg_background_progress(1); end$$; select x";
    JobText text = JobText.of(sql, true, true, true);
    assertTrue(text.callsFunctions());
    assertEquals(
        "select 1; do $$begin perform pg_temp.pg_background_progress(1); end$$; select x",
        text.sent());
    assertEquals(sql.length(), text.position(text.sent().length()));
    assertEquals(sql.indexOf("pg_background") + 1, text.position(35));
    assertEquals(List.of("SELECT 1", "DO"), text.tags(List.of("SELECT 1", "DO")));
  }

  @Test
  void calls_that_a_client_would_see_are_the_servers_in_a_job() {
    JobText text =
        JobText.of(
            "select public.pg_background_launch('select 1'); select * from"
                + " pg_background_result(1) as (x int)",
            true,
            true,
            true);
    assertEquals(
        "select pg_temp.pg_background_launch('select 1'); select * from"
            + " pg_temp.pg_background_result(1) as (x int)",
        text.sent());
  }
}
