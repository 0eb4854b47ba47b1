package io.github.pgbackground.internal.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.internal.definition.Scripts;
import io.github.pgbackground.internal.presence.Presence.Kind;
import io.github.pgbackground.internal.settings.Backend;
import io.github.pgbackground.internal.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;

/** What follows from what a database has. */
class PresenceTest {
  private static final Settings SESSION = settings(Map.of());

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
    "EXTENSION, auto, pool, 1",
    "EXTENSION, auto, session, 0",
    "EXTENSION, client, pool, 0",
    "EXTENSION, server, pool, 1",
    "BRIDGE, auto, pool, 0",
    "NONE, auto, pool, 0"
  })
  void whoever_wants_shared_handles_is_told_that_the_extension_shares_none(
      Kind kind, String backend, String scope, int warnings) {
    Settings settings =
        settings(Map.of("pgbackground.backend", backend, "pgbackground.handleScope", scope));
    Presence presence = new Presence(kind, "public", Scripts.REVISION, true);
    assertEquals(warnings, presence.warnings(settings).size());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void only_a_bridge_that_is_not_this_drivers_own_gives_a_warning(Kind kind) {
    int current = Scripts.REVISION;
    int bridge = kind == Kind.BRIDGE ? 1 : 0;
    assertEquals(List.of(), new Presence(kind, "public", current, true).warnings(SESSION));
    assertEquals(bridge, new Presence(kind, "public", current - 1, true).warnings(SESSION).size());
    assertEquals(bridge, new Presence(kind, "public", current + 1, true).warnings(SESSION).size());
    assertEquals(bridge, new Presence(kind, "public", current, false).warnings(SESSION).size());
  }

  private static Settings settings(Map<String, String> values) {
    try {
      return Settings.of(values);
    } catch (PSQLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
