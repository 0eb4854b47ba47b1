package io.github.pgbackground.internal.sql.text;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The custom settings, those with a dot in their names, that a text may set. A server lists all
 * other settings, but not these, so that only who has seen a name can ask for its value. What is
 * named in the bodies of functions and of DO counts, at whatever depth of quotes; a name too many
 * does no harm.
 *
 * @param names as they are written, without quotes
 * @param computed whether the text may set some whose names do not stand in it
 */
public record SettingMentions(Set<String> names, boolean computed) {
  private static final SettingMentions NONE = new SettingMentions(Set.of(), false);

  private static final String SET = "set";
  private static final String FUNCTION_REST = "_config";

  public SettingMentions {
    names = Set.copyOf(names);
  }

  /** The mentions of a text; for a text without any, which is nearly every one, it is one scan. */
  public static SettingMentions in(String sql) {
    Finder finder = null;
    for (int set = nextSet(sql, 0); set >= 0; set = nextSet(sql, set + SET.length())) {
      int behind = set + SET.length();
      if (sql.regionMatches(true, behind, FUNCTION_REST, 0, FUNCTION_REST.length())) {
        finder = finder == null ? new Finder(sql) : finder;
        finder.function(behind + FUNCTION_REST.length());
      } else if (behind < sql.length() && !Characters.continuesName(sql.charAt(behind))) {
        finder = finder == null ? new Finder(sql) : finder;
        finder.statement(behind);
      }
    }
    return finder == null ? NONE : finder.mentions();
  }

  /** Where a word next starts with it, or -1. */
  private static int nextSet(String sql, int from) {
    int last = sql.length() - SET.length();
    for (int i = from; i <= last; i++) {
      if ((sql.charAt(i) | ' ') == 's'
          && sql.regionMatches(true, i, SET, 0, SET.length())
          && (i == 0 || !Characters.continuesName(sql.charAt(i - 1)))) {
        return i;
      }
    }
    return -1;
  }

  /** Reads what stands behind the key word or the function's name. */
  private static final class Finder {
    private final String sql;
    private final Set<String> names = new LinkedHashSet<>();
    private boolean computed;

    Finder(String sql) {
      this.sql = sql;
    }

    SettingMentions mentions() {
      if (computed) {
        addAllLiterals();
      }
      return new SettingMentions(names, computed);
    }

    /** {@code SET [SESSION | LOCAL] a.b}. */
    void statement(int behind) {
      Lexer lexer = new Lexer(sql, behind, true, ParameterStyle.NONE);
      Token token = lexer.next();
      if (token != null && (token.is(sql, "session") || token.is(sql, "local"))) {
        token = lexer.next();
      }
      StringBuilder name = null;
      while (token != null && isWord(token)) {
        Token dot = lexer.next();
        boolean goesOn = dot != null && dot.kind() == Token.Kind.DOT;
        if (name == null && !goesOn) {
          return;
        }
        name = name == null ? new StringBuilder() : name.append('.');
        name.append(Identifiers.nameOf(sql, token));
        token = goesOn ? lexer.next() : null;
      }
      add(name == null ? null : name.toString());
    }

    private static boolean isWord(Token token) {
      return token.kind() == Token.Kind.IDENTIFIER || token.kind() == Token.Kind.QUOTED_IDENTIFIER;
    }

    /** {@code set_config('a.b', …)}. */
    void function(int behind) {
      Lexer lexer = new Lexer(sql, behind, true, ParameterStyle.NONE);
      Token open = lexer.next();
      if (open == null || open.kind() != Token.Kind.LEFT_PARENTHESIS) {
        return;
      }
      Token first = lexer.next();
      if (first != null && first.is(sql, "setting_name")) {
        lexer.next();
        first = lexer.next();
      }
      if (first == null) {
        return;
      }
      int quote = sql.indexOf('\'', first.start());
      int start = quote < 0 || quote > first.start() + 1 ? -1 : endOfRun(quote, '\'');
      int end = start < 0 ? -1 : endOfName(start);
      if (end <= start || sql.charAt(Math.min(end, sql.length() - 1)) != '\'') {
        computed = true;
        return;
      }
      add(sql.substring(start, end));
      int next = endOfRun(end, '\'');
      computed |= !goesOnAsLiteral(next);
    }

    /** Whether a literal that ends here is the whole argument, as far as its value goes. */
    private boolean goesOnAsLiteral(int at) {
      Token next = new Lexer(sql, at, true, ParameterStyle.NONE).next();
      return next == null || next.kind() != Token.Kind.OPERATOR;
    }

    /** Everything in quotes that looks like the name of a custom setting. */
    private void addAllLiterals() {
      for (int quote = sql.indexOf('\''); quote >= 0; quote = sql.indexOf('\'', quote)) {
        int start = endOfRun(quote, '\'');
        int end = endOfName(start);
        if (end < sql.length() && sql.charAt(end) == '\'') {
          add(sql.substring(start, end));
        }
        quote = Math.max(end, quote + 1);
      }
    }

    private int endOfRun(int from, char mark) {
      int i = from;
      while (i < sql.length() && sql.charAt(i) == mark) {
        i++;
      }
      return i;
    }

    private int endOfName(int from) {
      int i = from;
      while (i < sql.length()
          && (Characters.continuesName(sql.charAt(i)) || sql.charAt(i) == '.')) {
        i++;
      }
      return i;
    }

    private void add(@Nullable String name) {
      if (name != null && isCustom(name)) {
        names.add(name);
      }
    }
  }

  /** Whether a server takes it for the name of a custom setting: names with dots between. */
  private static boolean isCustom(String name) {
    boolean start = true;
    boolean dot = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        if (start) {
          return false;
        }
        dot = true;
        start = true;
      } else if (start ? !Characters.startsName(c) : !Characters.continuesName(c)) {
        return false;
      } else {
        start = false;
      }
    }
    return dot && !start;
  }
}
