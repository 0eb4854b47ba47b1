package io.github.pgbackground.it.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NotYetTest {
  @Test
  void a_line_lists_steps_and_ranges_of_them() {
    NotYet notYet = NotYet.parse("# why\n\nfirst: 3-5, 7\nsecond: 1\n");
    assertEquals(new TreeSet<>(List.of(3, 4, 5, 7)), notYet.of("first"));
    assertEquals(new TreeSet<>(List.of(1)), notYet.of("second"));
    assertEquals(new TreeSet<>(), notYet.of("third"));
  }

  @Test
  void a_line_is_written_as_it_is_read() {
    for (String line : List.of("s: 1", "s: 1-2", "s: 1-3, 5, 7-8")) {
      assertEquals(line, NotYet.line("s", NotYet.parse(line).of("s")));
    }
  }

  @Test
  void a_line_that_says_nothing_or_says_it_twice_is_refused() {
    for (String text : List.of("s", "s:", "s: 1\ns: 2", "s: x")) {
      assertThrows(IllegalArgumentException.class, () -> NotYet.parse(text), text);
    }
  }
}
