package io.github.pgbackground.internal.sql.recognition.command;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds {@code GRANT} and {@code REVOKE} on functions of pg_background. */
public final class GrantReader {
  private static final Set<String> KINDS = Set.of("function", "routine");

  private GrantReader() {}

  /** The statement as a part of its own, or null if it is none of these. */
  public static @Nullable Part read(Tokens tokens) {
    if (!tokens.wellFormed()
        || !(tokens.is(0, "grant") || tokens.is(0, "revoke"))
        || !namesFunction(tokens)) {
      return null;
    }
    return new Part.Granting(
        tokens.start(0), tokens.end(tokens.size() - 1), tokens.parameters(0, tokens.size()));
  }

  /** Functions stand behind what they are. */
  private static boolean namesFunction(Tokens tokens) {
    boolean functions = false;
    for (int i = 1; i < tokens.size(); i = tokens.behind(i)) {
      functions |= tokens.is(i - 1, "on") && tokens.isWord(i) && KINDS.contains(tokens.word(i));
      if (functions && tokens.isWord(i) && FunctionTable.V1_8.find(tokens.word(i)) != null) {
        return true;
      }
    }
    return false;
  }
}
