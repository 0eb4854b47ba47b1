package io.github.pgbackground.it.conformance;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.pgbackground.it.conformance.recording.Outcome;
import io.github.pgbackground.it.conformance.recording.Outcome.Column;
import io.github.pgbackground.it.conformance.recording.Recordings;
import io.github.pgbackground.it.conformance.recording.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both sides are written as the recordings write them. */
class ComparisonTest {
  private static final String TWO_ROWS =
      rows("[\"a\", \"int4\", 4, \"java.lang.Integer\"]", "[\"1\"], [null]");

  @Test
  void equal_outcomes_do_not_differ() throws Exception {
    assertDifferences("", TWO_ROWS, TWO_ROWS);
    assertDifferences("", error("22012", "division by zero"), error("22012", "division by zero"));
    assertDifferences("", "{\"warnings\": [\"x\"]}", "{\"warnings\": [\"x\"]}");
  }

  @Test
  void a_column_differs_in_any_part() throws Exception {
    String bigint = rows("[\"a\", \"int8\", -5, \"java.lang.Long\"]", "[\"1\"], [null]");
    assertDifferences(
        "",
        TWO_ROWS,
        bigint,
        "result 1, columns: expected "
            + Comparison.told(List.of(new Column("a", "int4", 4, "java.lang.Integer")))
            + ", but was "
            + Comparison.told(List.of(new Column("a", "int8", -5, "java.lang.Long"))));
  }

  @Test
  void the_first_row_that_differs_is_shown() throws Exception {
    assertDifferences(
        "",
        texts("[\"a\"], [\"b\"], [\"c\"]"),
        texts("[\"a\"], [\"x\"]"),
        "result 1, number of rows: expected 3, but was 2",
        "result 1, row 2: expected [b], but was [x]");
    assertDifferences(
        "", texts("[null]"), texts("[\"\"]"), "result 1, row 1: expected [null], but was []");
  }

  @Test
  void the_order_of_rows_counts_unless_the_step_says_otherwise() throws Exception {
    String backwards = texts("[\"b\"], [\"a\"]");
    assertDifferences(
        "", texts("[\"a\"], [\"b\"]"), backwards, "result 1, row 1: expected [a], but was [b]");
    assertDifferences("\"unordered\": true", texts("[\"a\"], [\"b\"]"), backwards);
    assertDifferences(
        "\"unordered\": true",
        texts("[\"a\"], [\"a\"]"),
        backwards,
        "result 1, row 2: expected [a], but was [b]");
  }

  @Test
  void a_volatile_column_may_hold_anything_but_null() throws Exception {
    String isVolatile = "\"volatile\": [\"t\"]";
    assertDifferences(isVolatile, texts("[\"<text>\"], [\"<text>\"]"), texts("[\"1\"], [\"2\"]"));
    assertDifferences(
        isVolatile,
        texts("[\"<text>\"]"),
        texts("[null]"),
        "result 1, row 1: expected [<text>], but was [null]");
  }

  @Test
  void a_captured_cell_is_one_of_the_first_row_of_the_first_result() throws Exception {
    String captures = "\"capture\": {\"c\": 1}";
    assertDifferences(captures, texts("[\"<text>\"], [\"b\"]"), texts("[\"1\"], [\"b\"]"));
    assertDifferences(
        captures,
        texts("[\"<text>\"], [\"b\"]"),
        texts("[\"1\"], [\"2\"]"),
        "result 1, row 2: expected [b], but was [2]");
  }

  @Test
  void results_differ_in_kind_and_number() throws Exception {
    String counts = "{\"results\": [{\"updateCount\": 1}, {\"updateCount\": 2}]}";
    assertDifferences(
        "",
        counts,
        TWO_ROWS,
        "number of results: expected 2, but was 1",
        "result 1: expected UpdateCount[updateCount=1], but was 2 rows of 1 columns");
    assertDifferences(
        "",
        "{\"results\": [{\"updateCount\": 0}]}",
        "{\"results\": [{\"updateCount\": 5}]}",
        "result 1: expected UpdateCount[updateCount=0], but was UpdateCount[updateCount=5]");
  }

  @Test
  void warnings_differ_in_order() throws Exception {
    assertDifferences(
        "",
        "{\"warnings\": [\"NOTICE 00000 a\", \"NOTICE 00000 b\"]}",
        "{\"warnings\": [\"NOTICE 00000 b\", \"NOTICE 00000 a\"]}",
        "warnings: expected [NOTICE 00000 a, NOTICE 00000 b],"
            + " but was [NOTICE 00000 b, NOTICE 00000 a]");
  }

  @Test
  void an_error_instead_of_a_result_is_one_difference() throws Exception {
    assertDifferences(
        "",
        TWO_ROWS,
        error("22012", "division by zero"),
        "outcome: expected [2 rows of 1 columns], but was the error 22012 division by zero");
    assertDifferences(
        "",
        error("22012", "division by zero"),
        "{}",
        "outcome: expected the error 22012 division by zero, but was []");
  }

  @Test
  void an_error_differs_in_each_field_of_the_message() throws Exception {
    assertDifferences(
        "",
        "{\"error\": {\"sqlState\": \"1\", \"severity\": \"a\", \"message\": \"b\","
            + " \"detail\": \"c\", \"hint\": \"d\", \"position\": 8, \"where\": \"e\"}}",
        "{\"error\": {}}",
        "SQLSTATE: expected 1, but was null",
        "severity: expected a, but was null",
        "message: expected b, but was null",
        "detail: expected c, but was null",
        "hint: expected d, but was null",
        "position: expected 8, but was null",
        "where: expected e, but was null");
  }

  @Test
  void a_context_names_any_worker_and_says_nothing_twice() throws Exception {
    assertDifferences(
        "",
        "{\"error\": {\"where\": \"at RAISE\\nbackground worker, pid <pid>\"}}",
        "{\"error\": {\"where\":"
            + " \"at RAISE\\nbackground worker, pid 12\\nbackground worker, pid 12\"}}");
    assertDifferences(
        "",
        "{\"error\": {\"where\": \"background worker, pid <pid>\"}}",
        "{\"error\": {\"where\": \"background worker, pid unknown\"}}",
        "where: expected background worker, pid <pid>, but was background worker, pid unknown");
  }

  @Test
  void a_lenient_step_compares_success_or_the_state_only() throws Exception {
    String lenient = "\"lenient\": \"because\"";
    assertDifferences(lenient, TWO_ROWS, "{\"warnings\": [\"x\"]}");
    assertDifferences(lenient, error("22012", "division by zero"), error("22012", "other words"));
    assertDifferences(
        lenient,
        error("22012", "division by zero"),
        error("22000", "division by zero"),
        "SQLSTATE: expected 22012, but was 22000");
    assertDifferences(
        lenient,
        "{}",
        error("22012", "division by zero"),
        "outcome: expected [], but was the error 22012 division by zero");
  }

  private static void assertDifferences(
      String keys, String expected, String actual, String... differences) throws Exception {
    Outcome outcome = requireNonNull(step("", actual).expected());
    assertEquals(List.of(differences), Comparison.differences(step(keys, expected), outcome));
  }

  private static Step step(String keys, String expected) throws JsonProcessingException {
    String more = keys.isEmpty() ? "" : keys + ", ";
    String json =
        "[{\"scenario\": \"s\", \"install\": false, \"steps\": [{\"do\": \"statement\", "
            + more
            + "\"expect\": "
            + expected
            + "}]}]";
    return Recordings.read(json).get(0).steps().get(0);
  }

  private static String texts(String rows) {
    return rows("[\"t\", \"text\", 12, \"java.lang.String\"]", rows);
  }

  private static String rows(String columns, String rows) {
    return "{\"results\": [{\"columns\": [" + columns + "], \"rows\": [" + rows + "]}]}";
  }

  private static String error(String sqlState, String message) {
    return "{\"error\": {\"sqlState\": \"" + sqlState + "\", \"message\": \"" + message + "\"}}";
  }
}
