package io.github.pgbackground.it.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A flight recording shows what happens to jobs, and never their texts. */
@ExtendWith(PostgresExtension.class)
class FlightRecordingTest {
  private static final String PREFIX = "io.github.pgbackground.Job";

  private final TestDatabase database;

  @TempDir Path folder;

  FlightRecordingTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void launch_start_end_spill_and_cancel_are_recorded_with_pid_and_target() throws Exception {
    int completed;
    int cancelled;
    Path file = folder.resolve("jobs.jfr");
    try (Recording recording = new Recording()) {
      List.of("Launch", "Refusal", "Start", "End", "Spill", "Cancel")
          .forEach(event -> recording.enable(PREFIX + event));
      recording.start();
      try (Connection connection = database.connect();
          Gate gate = Gate.in(database)) {
        completed =
            Integer.parseInt(
                String.valueOf(
                    Sql.value(
                        connection,
                        "select pg_background_launch('select repeat(''x'', 1000) from"
                            + " generate_series(1, 10000)', 4096)")));
        Await.until("it has ended", () -> V2.list(connection, "state").equals(List.of("stopped")));
        V2 job = V2.launch(connection, gate.query());
        cancelled = job.pid();
        gate.awaitArrival(cancelled);
        job.call("cancel_v2");
        Sql.error("57P01", () -> job.result("t text"));
        Sql.result(connection, completed, "t text");
      }
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith(PREFIX))
            .toList();
    assertEquals(List.of("End", "Launch", "Start"), kinds(events, completed, "Spill"));
    assertEquals(List.of("Cancel", "End", "Launch", "Start"), kinds(events, cancelled, ""));
    assertEquals("COMPLETED", only(events, "End", completed).getString("outcome"));
    assertEquals("CANCELLED", only(events, "End", cancelled).getString("outcome"));
    assertEquals("57P01", only(events, "End", cancelled).getString("sqlState"));
    assertEquals(completed, only(events, "Start", completed).getInt("backendPid"));
    long spilled =
        events.stream()
            .filter(event -> event.getEventType().getName().equals(PREFIX + "Spill"))
            .mapToLong(event -> event.getLong("bytes"))
            .sum();
    assertTrue(spilled > 5_000_000, () -> spilled + " bytes");
    for (RecordedEvent event : events) {
      assertTrue(event.getString("target").contains(database.name()), event::toString);
      assertFalse(event.toString().contains("generate_series"), event::toString);
    }
  }

  private static List<String> kinds(List<RecordedEvent> events, int pid, String without) {
    return events.stream()
        .filter(event -> event.getInt("pid") == pid)
        .map(event -> event.getEventType().getName().substring(PREFIX.length()))
        .filter(kind -> !kind.equals(without))
        .sorted()
        .toList();
  }

  private static RecordedEvent only(List<RecordedEvent> events, String kind, int pid) {
    List<RecordedEvent> found =
        events.stream()
            .filter(event -> event.getEventType().getName().equals(PREFIX + kind))
            .filter(event -> event.getInt("pid") == pid)
            .toList();
    assertEquals(1, found.size());
    return found.get(0);
  }
}
