package io.github.pgbackground.it.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * The steps that do not give the recorded outcome yet, by scenario; in the file a line {@code
 * scenario: 3-5, 7} each, where steps count from 1.
 *
 * <p>The list is exact: a step on it has to differ, and a step not on it must not. So it shrinks
 * with the work and never hides what broke.
 */
record NotYet(Map<String, NavigableSet<Integer>> steps) {

  /** The list that is kept beside the recordings. */
  static NotYet read() {
    try (InputStream file = NotYet.class.getResourceAsStream("/conformance/not-yet.txt")) {
      byte[] text = Objects.requireNonNull(file, "no list on the class path").readAllBytes();
      return parse(new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NotYet parse(String text) {
    Map<String, NavigableSet<Integer>> steps = new HashMap<>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(line -> parseLine(line, steps));
    return new NotYet(steps);
  }

  private static void parseLine(String line, Map<String, NavigableSet<Integer>> steps) {
    String[] parts = line.split("\\s*:\\s*", 2);
    if (parts.length < 2 || steps.containsKey(parts[0])) {
      throw new IllegalArgumentException("not a line of its own for a scenario: " + line);
    }
    NavigableSet<Integer> numbers = new TreeSet<>();
    for (String range : parts[1].split("\\s*,\\s*", -1)) {
      String[] ends = range.split("\\s*-\\s*", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
        numbers.add(number);
      }
    }
    steps.put(parts[0], numbers);
  }

  /** The steps of a scenario that are on the list. */
  NavigableSet<Integer> of(String scenario) {
    return steps.getOrDefault(scenario, new TreeSet<>());
  }

  /** The line that the list needs for a scenario with these steps. */
  static String line(String scenario, NavigableSet<Integer> steps) {
    StringJoiner ranges = new StringJoiner(", ", scenario + ": ", "");
    for (int first : steps) {
      if (!steps.contains(first - 1)) {
        int last = first;
        while (steps.contains(last + 1)) {
          last++;
        }
        ranges.add(first == last ? "" + first : first + "-" + last);
      }
    }
    return ranges.toString();
  }
}
