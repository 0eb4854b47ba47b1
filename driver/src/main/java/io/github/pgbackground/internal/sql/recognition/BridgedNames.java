package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.Code;
import io.github.pgbackground.internal.sql.Part.Name;
import io.github.pgbackground.internal.sql.recognition.MentionFinder.Mention;
import io.github.pgbackground.internal.sql.text.SourceText;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of functions and types that one statement needs on the server. A type without a schema
 * is found there where it stands, since the schema of temporary objects is on every search path for
 * types, but not for functions.
 */
final class BridgedNames {
  /**
   * Words behind which code runs that does not stand there: SQL in strings, cursors, triggers that
   * were put off.
   */
  private static final Set<String> BEFORE_UNSEEN =
      Set.of("commit", "constraints", "execute", "fetch", "move", "ts_rewrite", "ts_stat");

  /** What is in the names of the server's own functions that run SQL. */
  private static final String RUNNING_SQL = "_to_xml";

  private final List<Name> names = new ArrayList<>();
  private final Set<String> words = new HashSet<>();
  private boolean typed;

  /** The names of a statement in which the mentions are the calls. Those in strings are none. */
  static BridgedNames of(
      Tokens tokens, List<Mention> mentions, FunctionTable functions, boolean escapeAllowed) {
    BridgedNames names = new BridgedNames();
    SourceText text = SourceText.of(tokens.sql());
    mentions.forEach(mention -> names.function(tokens, text, mention));
    TypeFinder.find(
        tokens, functions, escapeAllowed, (first, name) -> names.type(tokens, text, first, name));
    return names;
  }

  void function(Tokens tokens, SourceText text, Mention mention) {
    add(tokens, text, mention.first(), mention.open() - 1);
  }

  void type(Tokens tokens, SourceText text, int first, int name) {
    typed = true;
    if (first != name) {
      add(tokens, text, first, name);
    }
  }

  private void add(Tokens tokens, SourceText text, int first, int name) {
    names.add(
        new Name(
            text.origin(tokens.start(first)),
            text.origin(tokens.start(name)),
            text.origin(tokens.end(name))));
  }

  /** Takes the words of code that has such names in it. */
  void words(Tokens tokens, FunctionTable functions) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.isWord(i) && functions.find(tokens.word(i)) == null) {
        words.add(tokens.word(i));
      } else if (tokens.is(i, Kind.OPERATOR)) {
        words.add(tokens.text(i, i + 1));
      }
    }
  }

  /** Whether the server has to have none of them. */
  boolean isEmpty() {
    return names.isEmpty() && !typed;
  }

  /** Whether there are types among them. */
  boolean hasTypes() {
    return typed;
  }

  /** The whole statement as a part with these names. */
  Part.Bridged part(Tokens tokens, boolean readsSettings) {
    names.sort(Comparator.comparingInt(Name::start));
    return new Part.Bridged(
        tokens.start(0),
        tokens.end(tokens.size() - 1),
        tokens.parameters(0, tokens.size()),
        names,
        tokens.questionMarks(),
        readsSettings,
        code(tokens));
  }

  private static boolean runsUnseen(String word) {
    return BEFORE_UNSEEN.contains(word) || word.contains(RUNNING_SQL);
  }

  private @Nullable Code code(Tokens tokens) {
    if (tokens.is(0, "prepare")) {
      return Code.ANY;
    }
    return tokens.is(0, "do")
        ? new Code(words, words.stream().noneMatch(BridgedNames::runsUnseen))
        : null;
  }
}
