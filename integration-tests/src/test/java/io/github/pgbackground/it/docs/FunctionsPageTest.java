package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about functions names those that the driver serves, as it knows them. */
class FunctionsPageTest {
  private static final Pattern FUNCTION =
      Pattern.compile("(?m)^\\| (`pg_background_\\w+\\(.*?\\)`(?: °)? \\| `\\w+`) \\|");
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\| `(pg_background\\.\\w+)` \\| (\\w+) \\| (\\d+) \\| (\\d+) \\|");

  private final String page = Files.readString(Path.of("..", "driver", "docs", "functions.md"));

  FunctionsPageTest() throws IOException {}

  @Test
  void each_function_stands_there_with_its_parameters_and_result() {
    assertEquals(
        FunctionTable.V1_8.functions().stream().map(FunctionsPageTest::line).sorted().toList(),
        FUNCTION.matcher(page).results().map(found -> found.group(1)).sorted().toList());
  }

  private static String line(BackgroundFunction function) {
    return String.format(
        Locale.ROOT,
        "`%s(%s)`%s | `%s`",
        function.name(),
        function.parameters().stream()
            .map(
                parameter ->
                    String.format(
                        Locale.ROOT,
                        parameter.optional() ? "[%s %s]" : "%s %s",
                        parameter.name(),
                        parameter.type().postgresName()))
            .collect(Collectors.joining(", ")),
        function.strict() ? "" : " °",
        function.result().typeName());
  }

  @Test
  void each_setting_stands_there_with_its_default_and_bounds() throws SQLException {
    List<MatchResult> settings = SETTING.matcher(page).results().toList();
    assertEquals(
        BackgroundSetting.FULL_NAMES, settings.stream().map(found -> found.group(1)).toList());
    for (MatchResult found : settings) {
      BackgroundSetting setting =
          BackgroundSetting.valueOf(
              found.group(1).replace("pg_background.", "").toUpperCase(Locale.ROOT));
      assertEquals(setting.defaultText(), found.group(2));
      long minimum = Long.parseLong(found.group(3));
      long maximum = Long.parseLong(found.group(4));
      assertEquals(minimum, setting.value(Long.toString(minimum)));
      assertEquals(maximum, setting.value(Long.toString(maximum)));
      assertThrows(SQLException.class, () -> setting.value(Long.toString(minimum - 1)));
      assertThrows(SQLException.class, () -> setting.value(Long.toString(maximum + 1)));
    }
  }
}
