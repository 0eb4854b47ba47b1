package io.github.pgbackground.internal.session.deadlock;

import io.github.pgbackground.internal.session.backend.EmptyStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.core.BaseConnection;

/**
 * Who waits for whom: for locks, which the server knows, and for workers, which this JVM knows.
 *
 * @param connection the one that asks
 * @param server which server it is
 * @param pid the process of the session that waits
 */
record WaitGraph(BaseConnection connection, String server, int pid) {

  /** One process waits for another. */
  record Edge(int waiter, int blocker) {}

  /**
   * @param caller the process of the session that waits, 0 if it is the connection's
   */
  static WaitGraph of(BaseConnection connection, int caller) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_catalog.pg_backend_pid(),"
                    + " pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())")) {
      row.next();
      return new WaitGraph(connection, row.getString(2), caller == 0 ? row.getInt(1) : caller);
    }
  }

  /**
   * The circle in which this session waits for itself.
   *
   * @param worker the process that it waits for
   * @return its own process and the worker, then who waits for whom, until the one that waits for
   *     its own; empty if there is no circle
   */
  List<Integer> circle(int worker) throws SQLException {
    List<Integer> circle = find(worker);
    // One look at several processes is not of one moment: what is there at the next as well counts.
    return circle.size() <= 2 || isThere(circle) ? circle : List.of();
  }

  private List<Integer> find(int worker) throws SQLException {
    Map<Integer, Integer> waiters = new HashMap<>();
    waiters.put(worker, pid);
    Collection<Integer> next = List.of(worker);
    while (!next.isEmpty()) {
      Collection<Integer> looked = next;
      next = new ArrayList<>();
      for (Edge edge : edges(looked)) {
        if (edge.blocker() == pid) {
          return way(edge.waiter(), waiters);
        } else if (waiters.putIfAbsent(edge.blocker(), edge.waiter()) == null) {
          next.add(edge.blocker());
        }
      }
    }
    return List.of();
  }

  private List<Integer> way(int last, Map<Integer, Integer> waiters) {
    List<Integer> way = new ArrayList<>();
    for (int at = last; at != pid; at = waiters.getOrDefault(at, pid)) {
      way.add(at);
    }
    way.add(pid);
    Collections.reverse(way);
    return way;
  }

  private boolean isThere(List<Integer> circle) throws SQLException {
    Set<Edge> edges = edges(circle);
    for (int i = 1; i < circle.size(); i++) {
      if (!edges.contains(edge(circle, i))) {
        return false;
      }
    }
    return true;
  }

  private static Edge edge(List<Integer> circle, int index) {
    return new Edge(circle.get(index), circle.get((index + 1) % circle.size()));
  }

  private Set<Edge> edges(Collection<Integer> pids) throws SQLException {
    Set<Edge> edges = new HashSet<>(ClientWaits.of(pids, server));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select waiter, blocker from pg_catalog.unnest("
                    + array(pids)
                    + ") as waiter, pg_catalog.unnest(pg_catalog.pg_blocking_pids(waiter))"
                    + " as blocker")) {
      while (rows.next()) {
        edges.add(new Edge(rows.getInt(1), rows.getInt(2)));
      }
      // Or the look itself would be something to wait for.
      statement.execute(EmptyStatement.SQL);
    }
    return edges;
  }

  /**
   * Whether it is for this session to give way: of all sessions of this JVM in a circle the one
   * with the highest pid does. Each of them finds the circle sooner or later.
   */
  boolean givesWay(List<Integer> circle) {
    for (Edge wait : ClientWaits.of(circle, server)) {
      if (wait.waiter() > pid && isIn(circle, wait)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIn(List<Integer> circle, Edge edge) {
    return edge(circle, circle.indexOf(edge.waiter())).equals(edge);
  }

  /** Each wait of a circle in a line, in the words of the server's own deadlock detector. */
  String describe(List<Integer> circle) throws SQLException {
    Collection<Edge> clientWaits = ClientWaits.of(circle, server);
    Map<Integer, String> locks = locks(circle);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < circle.size(); i++) {
      Edge edge = edge(circle, i);
      String awaited =
          i == 0 || clientWaits.contains(edge)
              ? "the end of background worker " + edge.blocker()
              : locks.getOrDefault(edge.waiter(), "a lock");
      lines.add(
          "Process "
              + edge.waiter()
              + " waits for "
              + awaited
              + "; blocked by process "
              + edge.blocker()
              + ".");
    }
    return String.join("\n", lines);
  }

  private Map<Integer, String> locks(Collection<Integer> pids) throws SQLException {
    Map<Integer, String> locks = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select * from pg_catalog.pg_locks where not granted"
                    + " and pid operator(pg_catalog.=) any ("
                    + array(pids)
                    + ")")) {
      while (rows.next()) {
        locks.put(rows.getInt("pid"), rows.getString("mode") + " on " + LockTag.describe(rows));
      }
    }
    return locks;
  }

  private static String array(Collection<Integer> pids) {
    return pids.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(",", "'{", "}'::pg_catalog.int4[]"));
  }
}
