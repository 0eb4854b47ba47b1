package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for contributors knows all rooms of the house, and which doors there are. */
class ContributingPageTest {
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `internal/(\\w+)`");
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?m)^import (?:static )?io\\.github\\.pgbackground\\.internal\\.([a-z.]+)\\.");
  private static final Path INTERNAL =
      Path.of("..", "driver", "src", "main", "java", "io", "github", "pgbackground", "internal");

  /** For each package, those that it uses; with dots, without what all begin with. */
  private final Map<String, Set<String>> uses = new TreeMap<>();

  private final List<String> named;

  ContributingPageTest() throws IOException {
    String page = Files.readString(Path.of("..", ".github", "CONTRIBUTING.md"));
    named = ROOM.matcher(page).results().map(room -> room.group(1)).toList();
    try (Stream<Path> files = Files.walk(INTERNAL)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String room = INTERNAL.relativize(file.getParent()).toString().replace('\\', '/');
        Set<String> used = uses.computeIfAbsent(room.replace('/', '.'), p -> new TreeSet<>());
        IMPORT.matcher(Files.readString(file)).results().forEach(one -> used.add(one.group(1)));
      }
    }
    uses.forEach((room, used) -> used.remove(room));
  }

  @Test
  void each_package_stands_there() {
    assertEquals(
        uses.keySet().stream().map(ContributingPageTest::top).collect(Collectors.toSet()),
        Set.copyOf(named));
  }

  @Test
  void no_package_uses_one_above_it() {
    Set<String> upwards = new TreeSet<>();
    uses.forEach(
        (room, used) -> {
          for (String other : used) {
            if (named.indexOf(top(other)) < named.indexOf(top(room))) {
              upwards.add(room + " uses " + other);
            }
          }
        });
    assertEquals(Set.of(), upwards);
  }

  @Test
  void no_packages_use_each_other_in_a_circle() {
    Map<String, Set<String>> left = new TreeMap<>(uses);
    Set<String> ends = new HashSet<>();
    do {
      ends.clear();
      left.forEach(
          (room, used) -> {
            if (used.stream().noneMatch(left::containsKey)
                || left.values().stream().noneMatch(others -> others.contains(room))) {
              ends.add(room);
            }
          });
      left.keySet().removeAll(ends);
    } while (!ends.isEmpty());
    left.values().forEach(used -> used.retainAll(left.keySet()));
    assertEquals(Map.of(), left);
  }

  private static String top(String room) {
    return room.substring(0, (room + ".").indexOf('.'));
  }
}
