package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.text.Identifiers;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.Token;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of pg_background in statements that make or change something on the server: what
 * stays there must not be of a type that goes with the session.
 */
public final class StoredTypes {
  /** The types' names. */
  public static final Set<String> NAMES =
      Set.of("pg_background_handle", "pg_background_stats", "pg_background_progress");

  private static final String PREFIX = "pg_background_";

  private StoredTypes() {}

  /** A type's name and its offset in the text. */
  public record Mention(String type, int start) {}

  /** The first in a text, null without any. */
  public static @Nullable Mention find(String sql, boolean standardConformingStrings) {
    if (!sql.toLowerCase(Locale.ROOT).contains(PREFIX)) {
      return null;
    }
    for (SqlStatement statement :
        SqlStatement.split(sql, standardConformingStrings, ParameterStyle.NONE)) {
      Mention found = staysThere(sql, statement) ? find(sql, statement.tokens()) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Whether it makes or changes something that is not temporary. */
  private static boolean staysThere(String sql, SqlStatement statement) {
    String first = statement.word(sql, 0);
    boolean changes = first.equals("ALTER");
    boolean creates = first.equals("CREATE");
    for (int i = 1; creates && i <= 5; i++) {
      String word = statement.word(sql, i);
      creates = !word.equals("TEMP") && !word.equals("TEMPORARY") && !word.equals("EXTENSION");
    }
    return changes || creates;
  }

  private static @Nullable Mention find(String sql, List<Token> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      // A function has the same name as a type, and is called. Somebody's own type has a schema.
      boolean isOther =
          (i + 1 < tokens.size() && tokens.get(i + 1).kind() == Kind.LEFT_PARENTHESIS)
              || (i > 0 && tokens.get(i - 1).kind() == Kind.DOT);
      String name = isOther || !isName(token) ? "" : Identifiers.nameOf(sql, token);
      if (NAMES.contains(name)) {
        return new Mention(name, token.start());
      }
    }
    return null;
  }

  private static boolean isName(Token token) {
    return token.kind() == Kind.IDENTIFIER || token.kind() == Kind.QUOTED_IDENTIFIER;
  }

  /** Whether a statement that the server runs over the bridge may keep what a query gives. */
  public static boolean mayKeep(String sql, boolean standardConformingStrings) {
    for (SqlStatement statement :
        SqlStatement.split(sql, standardConformingStrings, ParameterStyle.NONE)) {
      String first = statement.word(sql, 0);
      if (first.equals("CREATE")) {
        return true;
      }
      for (int i = 1; !first.equals("INSERT") && i < statement.tokens().size(); i++) {
        if (statement.word(sql, i).equals("INTO")) {
          return true;
        }
      }
    }
    return false;
  }
}
