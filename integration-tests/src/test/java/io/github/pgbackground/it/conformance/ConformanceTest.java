package io.github.pgbackground.it.conformance;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.conformance.recording.Recordings;
import io.github.pgbackground.it.conformance.recording.Scenario;
import io.github.pgbackground.it.conformance.recording.Step;
import io.github.pgbackground.it.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The driver answers as the real extension answered when it was recorded, but for the steps that
 * are listed as {@link NotYet}.
 *
 * <p>With {@code -Dpgbackground.test.conformance.record} no difference fails: the list as it would
 * have to be now is printed at the end instead.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ConformanceTest {
  private static final List<Scenario> SCENARIOS = Recordings.ofVersion18();
  private static final boolean RECORD =
      System.getProperty("pgbackground.test.conformance.record") != null;

  private final NotYet notYet = NotYet.read();
  private final List<String> lines = new ArrayList<>();

  static Stream<Arguments> scenarios() {
    return SCENARIOS.stream().map(scenario -> argumentSet(scenario.name(), scenario));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("scenarios")
  void the_driver_answers_like_the_extension(Scenario scenario, TestServer server)
      throws Exception {
    try (Stage stage = new Stage(server, scenario)) {
      NavigableMap<Integer, List<String>> differences = stage.play();
      assertAll(() -> judge(scenario, differences), stage::checkLeaks);
    }
  }

  @Test
  void the_list_of_what_differs_names_only_steps_that_were_recorded() {
    Map<String, Integer> recorded =
        SCENARIOS.stream().collect(toMap(Scenario::name, scenario -> scenario.steps().size()));
    assertAll(
        notYet.steps().entrySet().stream()
            .map(
                listed ->
                    () -> {
                      Integer steps = recorded.get(listed.getKey());
                      assertNotNull(steps, "no scenario " + listed.getKey());
                      assertTrue(listed.getValue().last() <= steps, "too many: " + listed);
                    }));
  }

  @AfterAll
  void print_the_list() {
    if (RECORD) {
      System.out.println(String.join("\n", lines));
    }
  }

  private void judge(Scenario scenario, NavigableMap<Integer, List<String>> differences) {
    if (RECORD) {
      if (!differences.isEmpty()) {
        lines.add(NotYet.line(scenario.name(), new TreeSet<>(differences.keySet())));
      }
      return;
    }
    NavigableSet<Integer> listed = notYet.of(scenario.name());
    List<String> complaints = new ArrayList<>();
    for (int number = 1; number <= scenario.steps().size(); number++) {
      Step step = scenario.steps().get(number - 1);
      List<String> found = differences.getOrDefault(number, List.of());
      if (found.isEmpty() && listed.contains(number)) {
        complaints.add("step " + number + " is as recorded: remove it from the list of not yet");
      } else if (!found.isEmpty() && !listed.contains(number)) {
        complaints.add("step " + number + " differs: " + step.text());
        found.forEach(difference -> complaints.add("    " + difference));
      }
    }
    if (!complaints.isEmpty()) {
      fail(scenario.name() + ":\n" + String.join("\n", complaints));
    }
  }
}
