package io.github.pgbackground.it.conformance;

import io.github.pgbackground.it.conformance.recording.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that a scenario has captured so far, by name. One thread's at a time. */
final class Captures {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

  private final Map<String, String> values = new HashMap<>();

  /**
   * The step with the values in place of {@code ${name}}.
   *
   * @throws NoSuchElementException when it needs a value that was not captured
   */
  Step fillIn(Step step) {
    return step.replacing(
        text ->
            PLACEHOLDER
                .matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(value(name.group(1)))));
  }

  /**
   * Forgets what a step is to capture, then keeps what it did capture: after a step that failed
   * nobody gets the value of an earlier one.
   */
  void replace(Step step, Map<String, String> captured) {
    values.keySet().removeAll(step.capture().keySet());
    values.putAll(captured);
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new NoSuchElementException("${" + name + "} was not captured");
    }
    return value;
  }
}
