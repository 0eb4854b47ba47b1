package io.github.pgbackground.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.BackgroundProperty;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @Test
  void known_keys_give_no_warning() {
    Set<String> keys =
        Stream.of(BackgroundProperty.values())
            .map(BackgroundProperty::key)
            .collect(Collectors.toSet());
    assertEquals(List.of(), Spelling.warnings(keys));
  }

  @ParameterizedTest
  @CsvSource({
    "pgbackground.maxworkers, pgbackground.maxWorkers",
    "pgbackground.maxWorker, pgbackground.maxWorkers",
    "pgbackground.max_workers, pgbackground.maxWorkers",
    "pgbackground.timeout, pgbackground.idleTimeout",
    "pgbackground.lunchTimeout, pgbackground.launchTimeout",
  })
  void an_unknown_key_gives_a_warning_that_names_the_nearest_known_one(String key, String nearest) {
    List<SQLWarning> warnings = Spelling.warnings(Set.of(key));
    assertEquals(
        List.of(
            "The property "
                + key
                + " is not known and has no effect; did you mean "
                + nearest
                + "?"),
        warnings.stream().map(Throwable::getMessage).toList());
    assertEquals("01000", warnings.get(0).getSQLState());
  }
}
