package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for contributors knows all rooms of the house. */
class ContributingPageTest {
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `internal/(\\w+)`");
  private static final Path INTERNAL =
      Path.of("..", "driver", "src", "main", "java", "io", "github", "pgbackground", "internal");

  @Test
  void each_package_stands_there() throws IOException {
    String page = Files.readString(Path.of("..", ".github", "CONTRIBUTING.md"));
    List<String> named = ROOM.matcher(page).results().map(room -> room.group(1)).sorted().toList();
    try (Stream<Path> rooms = Files.list(INTERNAL)) {
      assertEquals(rooms.map(room -> String.valueOf(room.getFileName())).sorted().toList(), named);
    }
  }
}
