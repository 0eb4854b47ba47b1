package io.github.pgbackground.internal.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.internal.extension.Presence.Kind;
import io.github.pgbackground.internal.settings.Backend;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from what a database has. */
class PresenceTest {

  @ParameterizedTest
  @CsvSource({
    "NONE, AUTO, false",
    "NONE, CLIENT, false",
    "NONE, SERVER, true",
    "BRIDGE, AUTO, false",
    "BRIDGE, CLIENT, false",
    "BRIDGE, SERVER, true",
    "EXTENSION, AUTO, true",
    "EXTENSION, CLIENT, false",
    "EXTENSION, SERVER, true"
  })
  void the_extension_serves_its_calls_unless_it_is_told_otherwise(
      Kind kind, Backend backend, boolean leaves) {
    assertEquals(leaves, new Presence(kind, "public", 1, true).leavesCalls(backend));
  }

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

  @ParameterizedTest
  @EnumSource(Kind.class)
  void only_a_bridge_that_is_not_this_drivers_own_gives_a_warning(Kind kind) {
    int current = Scripts.REVISION;
    int bridge = kind == Kind.BRIDGE ? 1 : 0;
    assertEquals(List.of(), new Presence(kind, "public", current, true).warnings());
    assertEquals(bridge, new Presence(kind, "public", current - 1, true).warnings().size());
    assertEquals(bridge, new Presence(kind, "public", current + 1, true).warnings().size());
    assertEquals(bridge, new Presence(kind, "public", current, false).warnings().size());
  }
}
