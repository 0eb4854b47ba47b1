package io.github.pgbackground.it.conformance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.pgbackground.it.conformance.recording.Scenario;
import io.github.pgbackground.it.conformance.recording.Step;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * Does the steps of one scenario on fresh sessions and says which differ from the recording.
 *
 * <p>The steps run one after the other on a thread of their own, so that one that does not end
 * costs a bounded time: its sessions are aborted, and the rest of the scenario is given up.
 */
final class Replay implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Sessions sessions;
  private final Duration limit;
  private final Captures captures = new Captures();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> daemon(task, "replay"));
  private boolean isStuck;

  Replay(Sessions.Opener opener) {
    this(opener, LIMIT);
  }

  Replay(Sessions.Opener opener, Duration limit) {
    this.sessions = new Sessions(opener);
    this.limit = limit;
  }

  /** The differences by the number of their step; a step that is as recorded has no entry. */
  NavigableMap<Integer, List<String>> run(Scenario scenario) throws InterruptedException {
    NavigableMap<Integer, List<String>> differences = new TreeMap<>();
    List<String> noExtension = scenario.install() ? attempt(this::install) : List.of();
    for (int i = 0; i < scenario.steps().size(); i++) {
      Step step = scenario.steps().get(i);
      List<String> found = noExtension.isEmpty() ? attempt(() -> perform(step)) : noExtension;
      if (!found.isEmpty()) {
        differences.put(i + 1, found);
      }
    }
    return differences;
  }

  /** Closes the sessions that are still open. */
  @Override
  public void close() throws InterruptedException {
    if (!isStuck) {
      List<String> failure = attempt(this::closeSessions);
      if (!failure.isEmpty()) {
        throw new IllegalStateException("closing the sessions " + failure.get(0));
      }
    }
    thread.shutdownNow();
  }

  private List<String> closeSessions() throws SQLException {
    sessions.close();
    return List.of();
  }

  private List<String> install() throws SQLException {
    try (Statement statement = sessions.current().createStatement()) {
      statement.execute("create extension pg_background");
    }
    return List.of();
  }

  private List<String> perform(Step recorded) throws SQLException, InterruptedException {
    if (recorded.action() != null) {
      sessions.control(recorded.action());
      return List.of();
    }
    Map<String, String> captured = Map.of();
    try {
      Step step = captures.fillIn(recorded);
      Execution execution = Execution.of(sessions.current(), step);
      captured = execution.captured();
      return Comparison.differences(step, execution.outcome());
    } finally {
      captures.replace(recorded, captured);
    }
  }

  private List<String> attempt(Callable<List<String>> action) throws InterruptedException {
    if (isStuck) {
      return List.of("not done: an earlier step did not end");
    }
    Future<List<String>> result = thread.submit(action);
    try {
      return result.get(limit.toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      return List.of("failed: " + cause + " at " + cause.getStackTrace()[0]);
    } catch (TimeoutException e) {
      isStuck = true;
      abort();
      return List.of("did not end within " + limit);
    }
  }

  /** Aborts the sessions; on another thread, because a stuck driver may be stuck here as well. */
  private void abort() throws InterruptedException {
    Thread abort = daemon(sessions::abort, "replay abort");
    abort.start();
    abort.join(limit.toMillis());
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
