package io.github.pgbackground.it;

import static org.junit.jupiter.api.Assertions.fail;

import io.github.pgbackground.it.serving.Await;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Fails a test that leaves something behind: an open connection, or anything that {@link Leftovers}
 * finds and that was not there before.
 *
 * <p>What ends by itself soon after the last connection is closed (backends, worker pools, their
 * threads) is waited for. What was reported once is not reported again.
 */
public final class LeakCheck {
  private static final Duration PATIENCE = Await.PATIENCE;

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final TestDatabase database;
  private final Leftovers leftovers;
  private final Duration patience;
  private final Set<String> known = new HashSet<>();

  /** Begins with what is there now, which is no test's fault. */
  public LeakCheck(TestDatabase database) throws SQLException, IOException {
    this(database, PATIENCE);
  }

  LeakCheck(TestDatabase database, Duration patience) throws SQLException, IOException {
    this.database = database;
    this.leftovers = new Leftovers(database);
    this.patience = patience;
    known.addAll(leftovers.find().keySet());
    known.addAll(leftovers.findLargeObjects().keySet());
    awaitNothingNew();
  }

  /** Fails when something is left that was not there at the last look. */
  public void check() throws SQLException, IOException {
    Map<String, String> left = new TreeMap<>();
    int forgotten = database.closeForgotten();
    if (forgotten > 0) {
      left.put("connections", forgotten + " not closed by the test");
    }
    left.putAll(awaitNothingNew());
    left.putAll(withoutKnown(leftovers.findLargeObjects()));
    known.addAll(left.keySet());
    awaitNothingNew();
    if (!left.isEmpty()) {
      fail(
          left.entrySet().stream()
              .map(thing -> "  " + thing.getKey() + ": " + thing.getValue())
              .collect(Collectors.joining("\n", "the test left behind:\n", "")));
    }
  }

  /**
   * Waits until there is nothing new, and returns what there still is in the end. Large objects are
   * not looked for: once the backends are gone they stay as they are.
   */
  private Map<String, String> awaitNothingNew() throws SQLException, IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<String, String> left = withoutKnown(leftovers.find());
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE.toNanos());
      left = withoutKnown(leftovers.find());
    }
    return left;
  }

  private Map<String, String> withoutKnown(Map<String, String> found) {
    Map<String, String> left = new TreeMap<>(found);
    left.keySet().removeAll(known);
    return left;
  }
}
