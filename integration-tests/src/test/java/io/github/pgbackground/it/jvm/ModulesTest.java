package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** JVMs that do not have all modules. */
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
}
