package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that do not have the flight recorder, or do not use it. */
@ExtendWith(PostgresExtension.class)
class ModulesTest {
  @Test
  void the_driver_works_without_the_module_of_the_flight_recorder(TestDatabase database)
      throws Exception {
    try (OtherJvm other =
        OtherJvm.start(
            List.of("--limit-modules", "java.se,jdk.unsupported"),
            WithoutFlightRecorder.class,
            database.url())) {
      other.awaitLine("without: [1]");
      assertEquals(0, other.awaitEnd());
    }
  }

  @Test
  void no_event_is_loaded_while_nobody_records_since_the_first_takes_long(
      TestDatabase database, @TempDir Path folder) throws Exception {
    Path log = folder.resolve("classes.log");
    try (OtherJvm other =
        OtherJvm.start(
            List.of("-Xlog:class+load:file=" + log), WithoutFlightRecorder.class, database.url())) {
      other.awaitLine("with: [1]");
      assertEquals(0, other.awaitEnd());
    }
    String loaded = Files.readString(log);
    assertTrue(loaded.contains(" io.github.pgbackground.internal.watch.FlightRecording "));
    assertFalse(loaded.contains(" io.github.pgbackground.internal.watch.FlightEvents"));
  }
}
