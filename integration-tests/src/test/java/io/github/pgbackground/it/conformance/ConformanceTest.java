package io.github.pgbackground.it.conformance;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.conformance.recording.Recordings;
import io.github.pgbackground.it.conformance.recording.Scenario;
import io.github.pgbackground.it.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver answers as the real extension answered when it was recorded, in every step. */
@ExtendWith(PostgresExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ConformanceTest {
  /** For what was recorded by the clock: a machine that is too busy does not keep up with it. */
  private static final int ATTEMPTS = 3;

  private static final List<Scenario> SCENARIOS = Recordings.ofVersion18();

  static Stream<Arguments> scenarios() {
    return SCENARIOS.stream().map(scenario -> argumentSet(scenario.name(), scenario));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("scenarios")
  void the_driver_answers_like_the_extension(Scenario scenario, TestServer server)
      throws Exception {
    NavigableMap<Integer, List<String>> differences = play(scenario, server);
    for (int again = 1; again < ATTEMPTS && !differences.isEmpty() && isTimed(scenario); again++) {
      differences = play(scenario, server);
    }
    judge(scenario, differences);
  }

  private static NavigableMap<Integer, List<String>> play(Scenario scenario, TestServer server)
      throws Exception {
    try (Stage stage = new Stage(server, scenario)) {
      NavigableMap<Integer, List<String>> differences = stage.play();
      stage.checkLeaks();
      return differences;
    }
  }

  private static boolean isTimed(Scenario scenario) {
    return scenario.steps().stream().anyMatch(step -> step.text().contains("sleep"));
  }

  private static void judge(Scenario scenario, NavigableMap<Integer, List<String>> differences) {
    List<String> complaints = new ArrayList<>();
    differences.forEach(
        (number, found) -> {
          if (!found.isEmpty()) {
            complaints.add(
                "step " + number + " differs: " + scenario.steps().get(number - 1).text());
            found.forEach(difference -> complaints.add("    " + difference));
          }
        });
    if (!complaints.isEmpty()) {
      fail(scenario.name() + ":\n" + String.join("\n", complaints));
    }
  }
}
