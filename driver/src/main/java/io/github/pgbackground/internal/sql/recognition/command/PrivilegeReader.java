package io.github.pgbackground.internal.sql.recognition.command;

import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.Token;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls of the functions that grant and revoke the right to call the others, and in them the
 * older name {@code user_name} of the parameter {@code role_name}. Both have as many letters, so no
 * position changes.
 */
public final class PrivilegeReader {
  private static final Set<String> FUNCTIONS =
      Set.of("grant_pg_background_privileges", "revoke_pg_background_privileges");

  private static final String OLD = "user_name";
  private static final String NEW = "role_name";

  private PrivilegeReader() {}

  /** Whether one of the functions may be called in the statement. */
  public static boolean mayGrant(String sql, SqlStatement statement) {
    for (Token token : statement.tokens()) {
      for (String function : FUNCTIONS) {
        int start = token.kind() == Kind.QUOTED_IDENTIFIER ? token.start() + 1 : token.start();
        if ((token.kind() == Kind.IDENTIFIER || token.kind() == Kind.QUOTED_IDENTIFIER)
            && sql.regionMatches(true, start, function, 0, function.length())) {
          return true;
        }
      }
    }
    return false;
  }

  /** The statement with the parameter's present name, or null if it does not have the old one. */
  public static @Nullable Part read(Tokens tokens) {
    if (!tokens.wellFormed()
        || !(tokens.is(0, "select") || tokens.is(0, "with") || tokens.is(0, "call"))) {
      return null;
    }
    StringBuilder text = null;
    int offset = tokens.start(0);
    int end = tokens.end(tokens.size() - 1);
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.isWord(i)
          && FUNCTIONS.contains(tokens.word(i))
          && tokens.is(i + 1, Kind.LEFT_PARENTHESIS)) {
        int close = tokens.partner(i + 1);
        for (int k = i + 2; k < close; k = tokens.behind(k)) {
          if (isOldName(tokens, k)) {
            text = text == null ? new StringBuilder(tokens.sql().substring(offset, end)) : text;
            int name = tokens.start(k) - offset;
            text.replace(
                name,
                name + tokens.end(k) - tokens.start(k),
                tokens.is(k, Kind.IDENTIFIER) ? NEW : '"' + NEW + '"');
          }
        }
      }
    }
    return text == null
        ? null
        : new Part.Respelled(offset, end, tokens.parameters(0, tokens.size()), text.toString());
  }

  private static boolean isOldName(Tokens tokens, int i) {
    return tokens.isWord(i)
        && tokens.word(i).equals(OLD)
        && (tokens.is(i - 1, Kind.LEFT_PARENTHESIS) || tokens.is(i - 1, Kind.COMMA))
        && (tokens.is(i + 1, Kind.ARROW) || tokens.is(i + 1, Kind.ASSIGN));
  }
}
