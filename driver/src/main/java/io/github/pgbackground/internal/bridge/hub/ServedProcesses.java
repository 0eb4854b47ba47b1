package io.github.pgbackground.internal.bridge.hub;

import io.github.pgbackground.internal.bridge.request.Request;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes that a hub serves, and how far each has come. Guarded by the lock of its {@link
 * Hub}.
 */
final class ServedProcesses {
  private final Map<Integer, ServedProcess> served = new HashMap<>();

  /**
   * Serves one more, if it is not among them.
   *
   * @throws SQLException 55P03 if somebody else has its locks
   */
  void add(HubConnection open, int pid, boolean worker) throws SQLException {
    if (!served.containsKey(pid)) {
      if (!open.serve(pid, worker)) {
        throw Locks.taken(pid);
      }
      served.put(pid, ServedProcess.of(worker));
    }
  }

  /** Has another connection serve them: those whose locks it gets. */
  void moveTo(HubConnection opened) throws SQLException {
    for (Iterator<Map.Entry<Integer, ServedProcess>> each = served.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<Integer, ServedProcess> one = each.next();
      boolean worker = one.getValue().worker();
      if (opened.serve(one.getKey(), worker)) {
        one.setValue(ServedProcess.of(worker));
      } else {
        each.remove();
      }
    }
  }

  /**
   * Takes a request.
   *
   * @param trusted a condition in SQL, on which alone it is taken
   * @return whether it is
   */
  boolean take(HubConnection open, int pid, Request request, String trusted) throws SQLException {
    ServedProcess known = served.get(pid);
    if (known != null && known.hasLostTurn()) {
      served.put(pid, known.next(open.serveAgain(pid)));
      return false;
    }
    boolean taken =
        known != null && known.mayAsk(request) && open.take(pid, request.turn(), trusted);
    if (known != null && taken) {
      served.put(pid, known.next(true));
    }
    return taken;
  }

  /** Answers a request, if it was the last one taken. */
  void answer(HubConnection open, int pid, Request request, byte[] answer, @Nullable String reader)
      throws SQLException {
    ServedProcess known = served.get(pid);
    if (known != null && known.awaits(request)) {
      boolean isNext =
          open.answers().write(pid, known.turn(), request.object(), known.object(), answer, reader);
      served.put(pid, known.with(request.object()).next(isNext));
    }
  }

  /** Removes the answer that a process has read. */
  void tidy(HubConnection open, int pid) throws SQLException {
    ServedProcess known = served.get(pid);
    if (known != null && known.object() != 0) {
      open.answers().remove(known.object());
      served.put(pid, known.with(0));
    }
  }

  /**
   * Serves these no more.
   *
   * @param open null if there is no connection that does
   */
  void remove(@Nullable HubConnection open, List<Integer> processes) throws SQLException {
    List<Integer> removed = new ArrayList<>();
    List<Long> objects = new ArrayList<>();
    for (int pid : processes) {
      ServedProcess known = served.remove(pid);
      if (known != null) {
        removed.add(pid);
        objects.add(known.object());
      }
    }
    if (open == null || removed.isEmpty()) {
      return;
    }
    for (long object : objects) {
      if (object != 0) {
        open.answers().remove(object);
      }
    }
    open.forget(removed);
  }
}
