package io.github.pgbackground.internal.session.configure;

import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;

/**
 * The values of the settings of pg_background on a session's server, which takes them for any text.
 * Immutable.
 *
 * @param texts empty where nobody has set one
 */
public record SettingValues(Map<BackgroundSetting, String> texts) {
  private static final String NOW = "coalesce(pg_catalog.current_setting(name, true), '')";

  private static final String READ =
      Arrays.stream(BackgroundSetting.values())
          .map(setting -> NOW.replace("name", "'" + setting.fullName() + "'"))
          .collect(Collectors.joining(", ", "select ", ""));

  /**
   * Gives each setting its default, where nobody has given it a value: the server takes a
   * placeholder's for empty after a RESET, and after the rollback of what has made it.
   */
  private static final String FILL =
      Arrays.stream(BackgroundSetting.values())
          .map(SettingValues::filled)
          .collect(Collectors.joining(", ", "select ", ""));

  public SettingValues {
    texts = Map.copyOf(texts);
  }

  private static String filled(BackgroundSetting setting) {
    String name = "'" + setting.fullName() + "'";
    return "case when "
        + NOW.replace("name", name)
        + " operator(pg_catalog.=) '' then pg_catalog.set_config("
        + name
        + ", '"
        + setting.defaultText()
        + "', false) else pg_catalog.current_setting("
        + name
        + ") end";
  }

  /** As they are. */
  static SettingValues read(SessionWire wire) throws SQLException {
    return of(wire.query(READ));
  }

  /**
   * As they are, now that a statement may look at them: each has a value, written as the extension
   * would show it, also where code on the server or somebody else has set it.
   */
  static SettingValues shown(SessionWire wire) throws SQLException {
    SettingValues now = of(wire.query(FILL));
    // In a transaction nobody knows whether a value goes with it: what is written over it goes.
    boolean isLocal = wire.connection().getTransactionState() != TransactionState.IDLE;
    List<String> writing = new ArrayList<>();
    for (BackgroundSetting setting : BackgroundSetting.values()) {
      String text = now.text(setting);
      String canonical = canonical(setting, text);
      if (canonical != null && !canonical.equals(text)) {
        writing.add(
            "pg_catalog.set_config('"
                + setting.fullName()
                + "', '"
                + canonical
                + "', "
                + isLocal
                + ")");
      }
    }
    if (writing.isEmpty()) {
      return now;
    }
    wire.query("select " + String.join(", ", writing));
    return read(wire);
  }

  /** Null for what the extension would refuse; a launch does. */
  private static @Nullable String canonical(BackgroundSetting setting, String text) {
    try {
      return setting.normalised(text);
    } catch (SQLException e) {
      return null;
    }
  }

  private static SettingValues of(Rows rows) {
    Tuple row = rows.tuples().get(0);
    Map<BackgroundSetting, String> texts = new EnumMap<>(BackgroundSetting.class);
    int column = 0;
    for (BackgroundSetting setting : BackgroundSetting.values()) {
      byte[] value = row.get(column++);
      texts.put(setting, value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    return new SettingValues(texts);
  }

  private String text(BackgroundSetting setting) {
    return texts.getOrDefault(setting, "");
  }

  /**
   * Checks those that are not what they were.
   *
   * @throws SQLException 22023 where the extension would have refused one
   */
  void checkSince(SettingValues before) throws SQLException {
    for (BackgroundSetting setting : BackgroundSetting.values()) {
      String text = text(setting);
      if (!text.equals(before.text(setting))) {
        setting.value(text);
      }
    }
  }
}
