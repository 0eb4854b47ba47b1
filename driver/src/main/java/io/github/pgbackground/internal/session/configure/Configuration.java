package io.github.pgbackground.internal.session.configure;

import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.SessionWire;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Assignment;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement that names settings of pg_background, as the server has to get it: its values are
 * checked and written as the server would show them, and what it may look at has a value.
 *
 * @param sql the statement's text
 * @param bindings the values of its parameters, which have the numbers they have in the whole text
 */
public record Configuration(String sql, Bindings bindings) {
  /**
   * Gives each setting its default, where nobody has given it a value: the server takes a
   * placeholder's for empty after a RESET, and after the rollback of what has made it.
   */
  private static final String FILL =
      Arrays.stream(BackgroundSetting.values())
          .map(setting -> "('" + setting.fullName() + "', '" + setting.defaultText() + "')")
          .collect(
              Collectors.joining(
                  ", ",
                  "select pg_catalog.set_config(name, value, false) from (values ",
                  ") as setting(name, value) where coalesce(pg_catalog.current_setting(name, true),"
                      + " '') operator(pg_catalog.=) ''"));

  /** Prepares the session and the statement; the error is the server's own or as its would be. */
  public static Configuration of(
      Script script, Part.Configuring part, Bindings bindings, Session session, Execution execution)
      throws SQLException {
    SessionWire wire = new SessionWire(session.connection(), execution);
    try {
      wire.enter();
      Configuration configuration = checked(script, part, bindings);
      if (part.reading()) {
        wire.query(FILL);
      }
      return configuration;
    } catch (SQLException e) {
      throw session.fail(e, execution);
    }
  }

  /** Gives each setting a value that a statement may look at. */
  public static void fill(Session session, Execution execution) throws SQLException {
    SessionWire wire = new SessionWire(session.connection(), execution);
    try {
      wire.enter();
      wire.query(FILL);
    } catch (SQLException e) {
      throw session.fail(e, execution);
    }
  }

  /** Whether the statement computes values, so that only the server gets to know them. */
  public static boolean computes(Part.Configuring part, Bindings bindings) {
    return part.assignments().stream()
        .anyMatch(assignment -> isComputed(assignment.value(), bindings));
  }

  private static boolean isComputed(@Nullable Argument value, Bindings bindings) {
    return value instanceof Argument.Expression
        || (value instanceof Argument.Parameter parameter
            && !(bindings.plain(parameter.ordinal()) instanceof String));
  }

  /**
   * Checks the values that a statement has computed, now that it has run; in the transaction that
   * takes them back.
   *
   * @throws SQLException 22023 where the server would have refused one
   */
  public static void checkComputed(
      Part.Configuring part, Bindings bindings, Session session, Execution execution)
      throws SQLException {
    try {
      for (Assignment assignment : part.assignments()) {
        if (isComputed(assignment.value(), bindings)) {
          session.value(BackgroundSetting.of(assignment.setting()), execution);
        }
      }
    } catch (SQLException e) {
      throw session.fail(e, execution);
    }
  }

  private static Configuration checked(Script script, Part.Configuring part, Bindings bindings)
      throws SQLException {
    StringBuilder sql = new StringBuilder();
    Map<Integer, String> values = new HashMap<>();
    int copied = part.start();
    for (Assignment assignment : part.assignments()) {
      BackgroundSetting setting = BackgroundSetting.of(assignment.setting());
      Argument given = assignment.value();
      if (given instanceof Argument.Text text) {
        sql.append(script.sql(), copied, text.start());
        sql.append('\'').append(setting.normalised(text.value())).append('\'');
        copied = text.end();
      } else if (given instanceof Argument.Parameter parameter
          && bindings.plain(parameter.ordinal()) instanceof String text) {
        values.put(parameter.ordinal(), setting.normalised(text));
      }
    }
    sql.append(script.sql(), copied, part.end());
    return new Configuration(sql.toString(), new Checked(bindings, values));
  }

  /** Bindings of which some values are given otherwise. */
  private record Checked(Bindings given, Map<Integer, String> values) implements Bindings {
    @Override
    public @Nullable Object plain(int ordinal) {
      String value = values.get(ordinal);
      return value == null ? given.plain(ordinal) : value;
    }

    @Override
    public void bind(int ordinal, PreparedStatement target, int index) throws SQLException {
      String value = values.get(ordinal);
      if (value == null) {
        given.bind(ordinal, target, index);
      } else {
        target.setString(index, value);
      }
    }
  }
}
