package io.github.pgbackground.internal.sql.recognition.command;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.recognition.mention.BridgedNames;
import io.github.pgbackground.internal.sql.recognition.mention.MentionFinder;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.Token;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises {@code EXECUTE} of statements with calls that have been prepared: the server may look
 * up their names anew, after it has evaluated the arguments.
 */
public final class ExecuteReader {
  private static final String EXECUTE = "execute";

  private static final Set<String> STATEMENTS = Set.of("create", EXECUTE, "explain");

  private ExecuteReader() {}

  /** Whether a text may have such a statement in it, or code that has. */
  public static boolean mayExecute(String sql) {
    int last = sql.length() - EXECUTE.length();
    for (int i = 0; i <= last; i++) {
      if (sql.regionMatches(true, i, EXECUTE, 0, EXECUTE.length())) {
        return true;
      }
    }
    return false;
  }

  /** Whether it may be such a statement, or code that has one in it. */
  public static boolean mayExecute(String sql, SqlStatement statement) {
    String first = statement.word(sql, 0).toLowerCase(Locale.ROOT);
    return first.equals("do") || STATEMENTS.contains(first);
  }

  /** The statement as a part of its own, null if it executes none of those with these names. */
  public static @Nullable Part read(
      Tokens tokens, FunctionTable functions, Set<String> prepared, boolean readsSettings) {
    if (tokens.is(0, "do")) {
      return block(tokens, prepared, readsSettings);
    }
    for (int i = 0; i < tokens.size() && tokens.wellFormed(); i++) {
      if (tokens.is(i, EXECUTE) && tokens.isWord(i + 1) && prepared.contains(tokens.word(i + 1))) {
        BridgedNames names =
            BridgedNames.of(tokens, MentionFinder.find(tokens, functions, false), functions, false);
        if (tokens.is(i + 2, Kind.LEFT_PARENTHESIS)) {
          names.words(tokens, functions);
        }
        return names.part(tokens, readsSettings);
      }
    }
    return null;
  }

  /** A block in whose strings stand both the word and one of the names. */
  private static @Nullable Part block(Tokens tokens, Set<String> prepared, boolean readsSettings) {
    for (int i = 1; i < tokens.size(); i++) {
      String text = isWord(tokens.token(i)) ? "" : tokens.text(i, i + 1).toLowerCase(Locale.ROOT);
      if (mayExecute(text)
          && prepared.stream().anyMatch(name -> text.contains(name.toLowerCase(Locale.ROOT)))) {
        BridgedNames names = new BridgedNames();
        names.anyCode();
        return names.part(tokens, readsSettings);
      }
    }
    return null;
  }

  private static boolean isWord(Token token) {
    return token.kind() == Kind.IDENTIFIER;
  }
}
