package io.github.pgbackground.internal.session.deadlock;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The waits that no server knows of: sessions of this JVM that wait, without bound, for a worker's
 * end. A concurrent map that holds each for as long as it lasts.
 */
final class ClientWaits {
  private static final Map<DeadlockWatch, ClientWait> WAITS = new ConcurrentHashMap<>();

  /**
   * One wait.
   *
   * @param server which server it is, since two may have processes of the same pid
   * @param caller the process of the session that waits
   * @param worker the process that it waits for
   */
  record ClientWait(String server, int caller, int worker) {}

  private ClientWaits() {}

  static void add(DeadlockWatch watch, ClientWait wait) {
    WAITS.put(watch, wait);
  }

  static void remove(DeadlockWatch watch) {
    WAITS.remove(watch);
  }

  /** What these processes of a server wait for here. */
  static List<WaitGraph.Edge> of(Collection<Integer> pids, String server) {
    return WAITS.values().stream()
        .filter(wait -> wait.server().equals(server) && pids.contains(wait.caller()))
        .map(wait -> new WaitGraph.Edge(wait.caller(), wait.worker()))
        .toList();
  }
}
