package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Something that blocks, done on a thread of its own. */
public final class Elsewhere<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Elsewhere(Callable<T> work) {
    task = new FutureTask<>(work);
    thread = new Thread(task, "test elsewhere");
    thread.setDaemon(true);
    thread.start();
  }

  public static <T> Elsewhere<T> start(Callable<T> work) {
    return new Elsewhere<>(work);
  }

  /** Waits until the thread is parked: it waits for something that is not a server's answer. */
  public Elsewhere<T> awaitParked() throws Exception {
    Await.until("the other thread waits", this::isParked);
    return this;
  }

  /**
   * The same for a wait of a method's.
   *
   * @param method its name behind its class's
   */
  public Elsewhere<T> awaitParkedIn(String method) throws Exception {
    Await.until(
        "the other thread waits in " + method,
        () ->
            isParked()
                && Arrays.stream(thread.getStackTrace())
                    .anyMatch(
                        frame ->
                            (frame.getClassName() + "." + frame.getMethodName())
                                .endsWith("." + method)));
    return this;
  }

  private boolean isParked() {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      default -> false;
    };
  }

  public void interrupt() {
    thread.interrupt();
  }

  public T value() throws Exception {
    return task.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The error it ends with. */
  public SQLException error() {
    ExecutionException failed =
        assertThrows(
            ExecutionException.class, () -> task.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    if (failed.getCause() instanceof SQLException error) {
      return error;
    }
    throw new AssertionError(failed.getCause());
  }
}
