package io.github.pgbackground.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.BackgroundProperty;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

class SettingsTest {
  @Test
  void what_is_not_given_has_its_default() throws PSQLException {
    assertEquals(
        new Settings(
            16,
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            1_024,
            Duration.ofSeconds(30),
            false,
            Backend.AUTO,
            false,
            false),
        Settings.of(Map.of()));
  }

  @Test
  void what_is_given_is_taken_with_its_unit() throws PSQLException {
    assertEquals(
        new Settings(
            3,
            Duration.ofMillis(300),
            Duration.ofMillis(20_000),
            7,
            Duration.ZERO,
            true,
            Backend.SERVER,
            true,
            true),
        Settings.of(
            Map.of(
                "pgbackground.maxWorkers", "3",
                "pgbackground.launchTimeout", "300",
                "pgbackground.idleTimeout", "20000",
                "pgbackground.maxSpill", "7",
                "pgbackground.shutdownTimeout", "0",
                "pgbackground.overflow", "queue",
                "pgbackground.backend", "server",
                "pgbackground.handleScope", "pool",
                "pgbackground.registerMbeans", "true")));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void the_bounds_are_the_last_values_taken(BackgroundProperty property) throws PSQLException {
    Settings.of(Map.of(property.key(), "" + property.minimum()));
    Settings.of(Map.of(property.key(), "" + property.maximum()));
    assertRefused(property, "" + (property.minimum() - 1));
    assertRefused(property, "" + (property.maximum() + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 5", "5s", "5.0", "99999999999999999999", "many"})
  void what_is_not_a_whole_number_is_refused(String value) {
    assertRefused(BackgroundProperty.MAX_WORKERS, value);
  }

  private static Stream<BackgroundProperty> numbers() {
    return Stream.of(BackgroundProperty.values()).filter(property -> property.choices().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Queue", "1"})
  void a_word_that_is_no_choice_is_refused(String value) {
    PSQLException e =
        assertThrows(
            PSQLException.class, () -> Settings.of(Map.of("pgbackground.overflow", value)));
    assertEquals("22023", e.getSQLState());
    assertEquals(
        "The property pgbackground.overflow cannot be \""
            + value
            + "\": give error or queue, or leave it out for error.",
        e.getMessage());
  }

  private static void assertRefused(BackgroundProperty property, String value) {
    PSQLException e =
        assertThrows(PSQLException.class, () -> Settings.of(Map.of(property.key(), value)));
    assertEquals("22023", e.getSQLState());
    assertEquals(
        "The property "
            + property.key()
            + " cannot be \""
            + value
            + "\": give a whole number from "
            + property.minimum()
            + " to "
            + property.maximum()
            + ", or leave it out for "
            + property.defaultValue()
            + ".",
        e.getMessage());
  }
}
