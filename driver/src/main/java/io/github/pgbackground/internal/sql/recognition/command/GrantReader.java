package io.github.pgbackground.internal.sql.recognition.command;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code GRANT} and {@code REVOKE} on functions of pg_background, or on all functions of a
 * schema.
 */
public final class GrantReader {
  private static final String GRANT = "grant";
  private static final String REVOKE = "revoke";

  private static final Set<String> KINDS = Set.of("function", "routine");

  private static final Set<String> ALL_OF_A_KIND = Set.of("functions", "routines");

  private GrantReader() {}

  /** Whether a text may begin with such a statement that names no function. */
  public static boolean mayBegin(String sql) {
    int start = 0;
    while (start < sql.length() && sql.charAt(start) <= ' ') {
      start++;
    }
    return sql.regionMatches(true, start, GRANT, 0, GRANT.length())
        || sql.regionMatches(true, start, REVOKE, 0, REVOKE.length());
  }

  /** Whether it may be such a statement. */
  public static boolean mayBe(String sql, SqlStatement statement) {
    String first = statement.word(sql, 0);
    return first.equalsIgnoreCase(GRANT) || first.equalsIgnoreCase(REVOKE);
  }

  /** The statement as a part of its own, or null if it is none of these. */
  public static @Nullable Part read(Tokens tokens) {
    if (!tokens.wellFormed()
        || !(tokens.is(0, GRANT) || tokens.is(0, REVOKE))
        || !isOnFunctions(tokens)) {
      return null;
    }
    return new Part.Granting(
        tokens.start(0), tokens.end(tokens.size() - 1), tokens.parameters(0, tokens.size()));
  }

  private static boolean isOnFunctions(Tokens tokens) {
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.is(i, "on")) {
        return tokens.is(i + 1, "all")
            ? isOneOf(tokens, i + 2, ALL_OF_A_KIND)
            : isOneOf(tokens, i + 1, KINDS) && namesFunction(tokens, i + 2);
      }
    }
    return false;
  }

  private static boolean namesFunction(Tokens tokens, int from) {
    for (int i = from; i < tokens.size(); i = tokens.behind(i)) {
      if (tokens.isWord(i) && FunctionTable.V1_8.find(tokens.word(i)) != null) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOneOf(Tokens tokens, int i, Set<String> words) {
    return tokens.isWord(i) && words.contains(tokens.word(i));
  }
}
