package io.github.pgbackground.it.conformance.recording;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.pgbackground.it.conformance.recording.Outcome.Column;
import io.github.pgbackground.it.conformance.recording.Outcome.Rows;
import io.github.pgbackground.it.conformance.recording.Outcome.UpdateCount;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingsTest {
  @Test
  void all_that_was_recorded_is_there() {
    List<Scenario> scenarios = Recordings.ofVersion18();
    List<Step> steps = scenarios.stream().flatMap(scenario -> scenario.steps().stream()).toList();
    assertEquals(38, scenarios.size());
    assertEquals(392, steps.stream().filter(step -> step.sql() != null).count());
    assertTrue(steps.stream().allMatch(step -> step.sql() != null || step.action() != null));
  }

  @Test
  void a_statement_has_results_of_rows_and_of_counts() throws Exception {
    Outcome outcome =
        expected(
            """
            {"results": [
              {"columns": [["a", "int4", 4, "java.lang.Integer"]], "rows": [["1"], [null]]},
              {"updateCount": 3}]}
            """);
    Rows rows = assertInstanceOf(Rows.class, outcome.results().get(0));
    assertEquals(List.of(new Column("a", "int4", 4, "java.lang.Integer")), rows.columns());
    assertEquals(List.of(List.of("1"), Arrays.asList((String) null)), rows.rows());
    assertEquals(new UpdateCount(3), outcome.results().get(1));
  }

  @Test
  void what_is_absent_is_empty() throws Exception {
    assertEquals(new Outcome(List.of(), List.of(), null), expected("{}"));
  }

  @Test
  void a_key_that_nobody_knows_is_refused() {
    assertThrows(JsonProcessingException.class, () -> expected("{\"result\": []}"));
  }

  private static Outcome expected(String json) throws JsonProcessingException {
    String scenario =
        "[{\"scenario\": \"s\", \"install\": false,"
            + " \"steps\": [{\"do\": \"statement\", \"sql\": \"select 1\", \"expect\": "
            + json
            + "}]}]";
    return requireNonNull(Recordings.read(scenario).get(0).steps().get(0).expected());
  }
}
