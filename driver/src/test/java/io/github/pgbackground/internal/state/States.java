package io.github.pgbackground.internal.state;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** States of sessions and workers that no server was asked for. */
public final class States {
  /** A user named so, and no settings. */
  public static final SessionState PLAIN =
      new SessionState(
          "me",
          null,
          false,
          0,
          null,
          new SettingCatalog(List.of(), List.of(), Set.of(), Set.of(), Set.of()),
          "{}",
          Map.of(),
          Map.of());

  private States() {}
}
