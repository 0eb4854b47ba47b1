package io.github.pgbackground.internal.bridge.hub;

import io.github.pgbackground.internal.login.Target;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hubs of this JVM, one for each target, counted by the sessions that hold it; the count
 * changes atomically inside {@link ConcurrentHashMap#compute}.
 */
public final class Hubs {
  private static final ConcurrentHashMap<Target, Held> HUBS = new ConcurrentHashMap<>();

  private record Held(Hub hub, int sessions) {}

  private Hubs() {}

  /** A session's hold on its target's hub; {@link Hub#release} must follow. */
  public static Hub hold(Target target) {
    return HUBS.compute(
            target,
            (t, held) ->
                held == null ? new Held(new Hub(t), 1) : new Held(held.hub(), held.sessions() + 1))
        .hub();
  }

  /** A session lets it go; whether nobody holds it any more, and nobody will. */
  static boolean letGo(Target target) {
    return HUBS.compute(
            target,
            (t, held) ->
                held == null || held.sessions() == 1
                    ? null
                    : new Held(held.hub(), held.sessions() - 1))
        == null;
  }
}
