package io.github.pgbackground.internal.session.configure;

import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Assignment;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement that names settings of pg_background, as the server has to get it: its values are
 * checked and written as the server would show them, and what it may look at has a value.
 *
 * @param sql the statement's text
 * @param parameters those that are left in it
 * @param bindings the values of its parameters, by these numbers
 * @param before the values that the settings have before the statement
 */
public record Configuration(
    String sql, Parameters parameters, Bindings bindings, SettingValues before) {

  /** Prepares the session and the statement; the error is the server's own or as its would be. */
  public static Configuration of(
      Script script, Part.Configuring part, Bindings bindings, Session session, Execution execution)
      throws SQLException {
    SessionWire wire = new SessionWire(session.connection(), execution);
    try {
      wire.enter();
      Checked checked = new Checked(script, part, bindings);
      checked.write(session, execution);
      SettingValues now = part.reading() ? SettingValues.shown(wire) : SettingValues.read(wire);
      return new Configuration(checked.sql.toString(), checked.parameters(), checked, now);
    } catch (SQLException e) {
      throw session.fail(e, execution);
    }
  }

  /** Gives each setting a value that a statement may look at, and tells these values. */
  public static SettingValues show(Session session, Execution execution) throws SQLException {
    SessionWire wire = new SessionWire(session.connection(), execution);
    try {
      wire.enter();
      return SettingValues.shown(wire);
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
   * Checks the values that a statement, or code that it has run, has set, now that it has run; in
   * the transaction that takes them back.
   *
   * @throws SQLException 22023 where the extension would have refused one
   */
  public static void checkSince(SettingValues before, Session session, Execution execution)
      throws SQLException {
    try {
      SettingValues.read(new SessionWire(session.connection(), execution)).checkSince(before);
    } catch (SQLException e) {
      throw session.fail(e, execution);
    }
  }

  /**
   * A statement whose values are checked, one after the other, and the bindings of what is left.
   */
  private static final class Checked implements Bindings {
    private final Script script;
    private final Part.Configuring part;
    private final Bindings given;
    private final StringBuilder sql = new StringBuilder();
    private final Map<Integer, String> values = new HashMap<>();
    private int copied;
    private Parameters removed;

    Checked(Script script, Part.Configuring part, Bindings given) {
      this.script = script;
      this.part = part;
      this.given = given;
      this.copied = part.start();
      this.removed = new Parameters(part.parameters().first(), 0);
    }

    void write(Session session, Execution execution) throws SQLException {
      for (Assignment assignment : part.assignments()) {
        BackgroundSetting setting = BackgroundSetting.of(assignment.setting());
        Argument argument = assignment.value();
        if (argument instanceof Argument.Text text) {
          write(argument, setting.normalised(text.value()));
        } else if (argument instanceof Argument.Parameter parameter
            && given.plain(parameter.ordinal()) instanceof String text) {
          values.put(parameter.ordinal(), setting.normalised(text));
        } else if (argument != null && part.selectsOne()) {
          ComputedValue computed = ComputedValue.of(script, argument);
          String value = computed.evaluate(given, session, execution);
          if (value != null) {
            write(argument, setting.normalised(value));
            removed = computed.parameters();
          }
        }
      }
      sql.append(script.sql(), copied, part.end());
    }

    private void write(Argument argument, String value) {
      sql.append(script.sql(), copied, argument.start());
      sql.append('\'').append(value).append('\'');
      copied = argument.end();
    }

    Parameters parameters() {
      return new Parameters(part.parameters().first(), part.parameters().count() - removed.count());
    }

    /** The number that the application has given a parameter. */
    private int ordinal(int left) {
      return left < removed.first() ? left : left + removed.count();
    }

    @Override
    public @Nullable Object plain(int ordinal) {
      String value = values.get(ordinal(ordinal));
      return value == null ? given.plain(ordinal(ordinal)) : value;
    }

    @Override
    public void bind(int ordinal, PreparedStatement target, int index) throws SQLException {
      String value = values.get(ordinal(ordinal));
      if (value == null) {
        given.bind(ordinal(ordinal), target, index);
      } else {
        target.setString(index, value);
      }
    }
  }
}
