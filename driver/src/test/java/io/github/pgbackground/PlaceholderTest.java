package io.github.pgbackground;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Goes away with the first real test. */
class PlaceholderTest {
  @Test
  void theBuildRunsTests() {
    assertEquals("pgbackground", Placeholder.name());
  }
}
