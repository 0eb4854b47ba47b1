package io.github.pgbackground.internal.jobtext;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.StringLiteral;
import io.github.pgbackground.internal.sql.text.Token;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;

/**
 * The settings that a server reports when they change and with some values of which pgjdbc gives a
 * connection up. A text that sets one so is refused; where only a function does it, the server
 * reports it behind the commit, and the job is done.
 */
public enum Reported {
  DATE_STYLE("DateStyle", "DateStyle to begin with ISO", "Format dates with to_char.") {
    @Override
    boolean isUsable(String value) {
      return !OTHER_STYLE.matcher(value).find();
    }
  },
  CLIENT_ENCODING(
      "client_encoding", "client_encoding to be UTF8", "Convert text with convert_to.") {
    @Override
    boolean isUsable(String value) {
      String encoding = value.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
      return encoding.equals("utf8") || encoding.equals("unicode") || encoding.equals("default");
    }
  };

  private static final Pattern OTHER_STYLE =
      Pattern.compile("\\b(sql|postgres|german)", Pattern.CASE_INSENSITIVE);

  private final String setting;
  private final String requirement;
  private final String hint;

  Reported(String setting, String requirement, String hint) {
    this.setting = setting;
    this.requirement = requirement;
    this.hint = hint;
  }

  abstract boolean isUsable(String value);

  private static @Nullable Reported of(String name) {
    for (Reported reported : values()) {
      if (reported.setting.equalsIgnoreCase(name)) {
        return reported;
      }
    }
    return null;
  }

  private ServerError refusal(String value) {
    return ServerError.of(
            "0A000",
            String.format(
                Locale.ROOT,
                "parameter \"%s\" cannot be set to \"%s\" in a background worker",
                setting,
                value))
        .withDetail("The worker's connection requires " + requirement + ".")
        .withHint(hint);
  }

  /** Whether pgjdbc has given the connection up for such a setting. */
  public static boolean hasLost(QueryExecutor executor) {
    if (executor.isClosed()) {
      for (Reported reported : values()) {
        String value = executor.getParameterStatus(reported.setting);
        if (value != null && !reported.isUsable(value)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What is to be said of a statement that sets one so, null if it does not. */
  static @Nullable ServerError refusal(String sql, SqlStatement statement) {
    String first = statement.word(sql, 0);
    if (first.equals("SET")) {
      return ofSet(sql, statement);
    }
    return first.equals("CREATE") ? null : ofCalls(sql, statement.tokens());
  }

  /** {@code SET [SESSION | LOCAL] name {TO | =} value, …} and {@code SET NAMES value}. */
  private static @Nullable ServerError ofSet(String sql, SqlStatement statement) {
    List<Token> tokens = statement.tokens();
    int name =
        statement.word(sql, 1).equals("SESSION") || statement.word(sql, 1).equals("LOCAL") ? 2 : 1;
    if (name >= tokens.size()) {
      return null;
    }
    boolean names = tokens.get(name).is(sql, "names");
    Reported reported = names ? CLIENT_ENCODING : of(unquoted(sql, tokens.get(name)));
    int value = names ? name + 1 : name + 2;
    if (reported == null || value >= tokens.size()) {
      return null;
    }
    StringBuilder values = new StringBuilder();
    for (Token token : tokens.subList(value, tokens.size())) {
      values.append(values.isEmpty() || token.kind() == Kind.COMMA ? "" : " ");
      values.append(unquoted(sql, token));
    }
    return reported.isUsable(values.toString()) ? null : reported.refusal(values.toString());
  }

  /** {@code set_config('name', 'value', …)}, wherever it stands. */
  private static @Nullable ServerError ofCalls(String sql, List<Token> tokens) {
    for (int i = 0; i + 4 < tokens.size(); i++) {
      if (tokens.get(i).is(sql, "set_config")
          && tokens.get(i + 1).kind() == Kind.LEFT_PARENTHESIS
          && tokens.get(i + 2).kind() == Kind.STRING
          && tokens.get(i + 3).kind() == Kind.COMMA
          && tokens.get(i + 4).kind() == Kind.STRING) {
        Reported reported = of(unquoted(sql, tokens.get(i + 2)));
        String value = unquoted(sql, tokens.get(i + 4));
        if (reported != null && !reported.isUsable(value)) {
          return reported.refusal(value);
        }
      }
    }
    return null;
  }

  private static String unquoted(String sql, Token token) {
    return switch (token.kind()) {
      case STRING, DOLLAR_STRING -> StringLiteral.value(sql, token);
      case QUOTED_IDENTIFIER -> sql.substring(token.start() + 1, token.end() - 1);
      default -> token.text(sql);
    };
  }
}
