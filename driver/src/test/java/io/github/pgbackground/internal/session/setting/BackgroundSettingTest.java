package io.github.pgbackground.internal.session.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Values of settings, which are read and written as PostgreSQL reads and writes integers. */
class BackgroundSettingTest {

  @ParameterizedTest
  @CsvSource({
    "MAX_WORKERS,        12,           12",
    "MAX_WORKERS,        ' +012 ',     10",
    "MAX_WORKERS,        0x10,         16",
    "MAX_WORKERS,        1.5,          2",
    "MAX_WORKERS,        2.5,          2",
    "MAX_WORKERS,        1e2,          100",
    "MAX_WORKERS,        .6,           1",
    "DEFAULT_QUEUE_SIZE, 64,           64B",
    "DEFAULT_QUEUE_SIZE, 65536,        64kB",
    "DEFAULT_QUEUE_SIZE, 65537,        65537B",
    "DEFAULT_QUEUE_SIZE, ' 256 kB ',   256kB",
    "DEFAULT_QUEUE_SIZE, 1024kB,       1MB",
    "DEFAULT_QUEUE_SIZE, 0.5MB,        512kB",
    "DEFAULT_QUEUE_SIZE, 1.2345kB,     1264B",
    "WORKER_TIMEOUT,     0,            0",
    "WORKER_TIMEOUT,     1500,         1500ms",
    "WORKER_TIMEOUT,     60000,        1min",
    "WORKER_TIMEOUT,     90min,        90min",
    "WORKER_TIMEOUT,     24h,          1d",
    "WORKER_TIMEOUT,     1.5s,         1500ms",
    "WORKER_TIMEOUT,     1499us,       1ms",
    "WORKER_TIMEOUT,     2147483647,   2147483647ms",
  })
  void a_value_is_written_as_the_server_shows_it(
      BackgroundSetting setting, String value, String shown) throws SQLException {
    assertEquals(shown, setting.normalised(value));
    assertEquals(setting.value(value), setting.value(shown));
  }

  @ParameterizedTest
  @CsvSource({
    "MAX_WORKERS,        0",
    "MAX_WORKERS,        1001",
    "MAX_WORKERS,        -1",
    "DEFAULT_QUEUE_SIZE, 63",
    "DEFAULT_QUEUE_SIZE, 257MB",
    "WORKER_TIMEOUT,     -1",
    "WORKER_TIMEOUT,     -1min",
  })
  void a_value_has_bounds(BackgroundSetting setting, String value) {
    ServerErrorMessage error = refused(setting, value);
    assertEquals(
        "is outside the valid range for parameter \"" + setting.fullName() + "\"",
        String.valueOf(error.getMessage()).replaceFirst("^\\S+( B| ms)? (.*) \\(.*", "$2"));
  }

  @ParameterizedTest
  @CsvSource({
    "MAX_WORKERS,        abc,         ",
    "MAX_WORKERS,        '',          ",
    "MAX_WORKERS,        5kB,         ",
    "MAX_WORKERS,        08,          ",
    "MAX_WORKERS,        1 2,         ",
    "MAX_WORKERS,        99999999999, Value exceeds integer range.",
    "DEFAULT_QUEUE_SIZE, 256KB,       'Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".'",
    "DEFAULT_QUEUE_SIZE, 4GB,         Value exceeds integer range.",
    "DEFAULT_QUEUE_SIZE, abc,         ",
    "WORKER_TIMEOUT,     5 minutes,   'Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".'",
    "WORKER_TIMEOUT,     5 min s,     'Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".'",
    "WORKER_TIMEOUT,     25d,         Value exceeds integer range.",
  })
  void anything_else_is_no_value(BackgroundSetting setting, String value, String hint) {
    ServerErrorMessage error = refused(setting, value);
    assertEquals(
        "invalid value for parameter \"" + setting.fullName() + "\": \"" + value + "\"",
        error.getMessage());
    assertEquals(hint, error.getHint());
  }

  @Test
  void what_is_not_set_has_its_default() throws SQLException {
    assertEquals(16, BackgroundSetting.MAX_WORKERS.value(null));
    assertEquals(65_536, BackgroundSetting.DEFAULT_QUEUE_SIZE.value(""));
    assertEquals("0", BackgroundSetting.WORKER_TIMEOUT.defaultText());
  }

  @Test
  void no_other_setting_has_the_prefix() throws SQLException {
    assertEquals(BackgroundSetting.MAX_WORKERS, BackgroundSetting.of("MAX_workers"));
    assertEquals(
        "42602",
        assertThrows(SQLException.class, () -> BackgroundSetting.of("max_worker")).getSQLState());
  }

  private static ServerErrorMessage refused(BackgroundSetting setting, String value) {
    PSQLException refused = assertThrows(PSQLException.class, () -> setting.normalised(value));
    assertEquals("22023", refused.getSQLState());
    ServerErrorMessage message = refused.getServerErrorMessage();
    if (message == null) {
      throw new AssertionError("no error of a server", refused);
    }
    return message;
  }
}
