package io.github.pgbackground.internal.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.presence.Presence.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who answers a statement about the extension. */
class CircumstancesTest {
  @ParameterizedTest
  @CsvSource({
    "EXTENSION, true, true",
    "EXTENSION, false, true",
    "NONE, true, true",
    "NONE, false, false",
    "BRIDGE, true, false",
    "BRIDGE, false, false"
  })
  void the_server_makes_and_drops_what_it_has(Kind kind, boolean available, boolean server) {
    Presence presence = new Presence(kind, "public", 1, true);
    assertEquals(
        server, new Circumstances(presence, available, false, true, true, true).areTheServers());
  }
}
