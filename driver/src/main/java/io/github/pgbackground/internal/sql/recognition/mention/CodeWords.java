package io.github.pgbackground.internal.sql.recognition.mention;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part.Code;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.HashSet;
import java.util.Set;

/** Collects the words of code whose names are looked up only when it runs. */
public final class CodeWords {
  /**
   * Words behind which code runs that does not stand there: SQL in strings, cursors, triggers that
   * were put off, the upkeep of all tables.
   */
  private static final Set<String> BEFORE_UNSEEN =
      Set.of(
          "analyse",
          "analyze",
          "commit",
          "constraints",
          "execute",
          "fetch",
          "move",
          "ts_rewrite",
          "ts_stat");

  /** What is in the names of the server's own functions that run SQL, or what an index says. */
  private static final Set<String> IN_NAMES = Set.of("_to_xml", "brin_summarize_");

  private final Set<String> words = new HashSet<>();
  private boolean whole = true;

  public void add(Tokens tokens, FunctionTable functions) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.isWord(i) && functions.find(tokens.word(i)) == null) {
        add(tokens.word(i));
      } else if (tokens.is(i, Kind.OPERATOR)) {
        add(tokens.text(i, i + 1));
      } else if (tokens.is(i, Kind.UNICODE_IDENTIFIER)) {
        // What it names depends on an escape that may follow.
        whole = false;
      }
    }
  }

  private void add(String word) {
    words.add(word);
    whole &= !BEFORE_UNSEEN.contains(word) && IN_NAMES.stream().noneMatch(word::contains);
  }

  public void add(Code code) {
    words.addAll(code.words());
    whole &= code.isWhole();
  }

  /** What is known by now. */
  public Code code() {
    return new Code(words, whole);
  }
}
