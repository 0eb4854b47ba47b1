package io.github.pgbackground;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Goes away with the first real test. */
class BuildTest {
  @Test
  void theJarThatHoldsEverythingIsBuiltBeforeTheIntegrationTests() {
    assertTrue(Files.exists(Path.of(System.getProperty("pgbackground.test.allJar"))));
  }
}
