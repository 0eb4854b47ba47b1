package io.github.pgbackground.internal.sql.recognition.mention;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.Code;
import io.github.pgbackground.internal.sql.Part.Name;
import io.github.pgbackground.internal.sql.recognition.mention.MentionFinder.Mention;
import io.github.pgbackground.internal.sql.text.SourceText;
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
public final class BridgedNames {
  private final List<Name> names = new ArrayList<>();
  private final CodeWords words = new CodeWords();
  private final Set<String> prepares = new HashSet<>();
  private boolean typed;
  private boolean late;

  /** The names of a statement in which the mentions are the calls. Those in strings are none. */
  public static BridgedNames of(
      Tokens tokens, List<Mention> mentions, FunctionTable functions, boolean escapeAllowed) {
    BridgedNames names = new BridgedNames();
    SourceText text = SourceText.of(tokens.sql());
    mentions.forEach(mention -> names.function(tokens, text, mention));
    TypeFinder.find(
        tokens, functions, escapeAllowed, (first, name) -> names.type(tokens, text, first, name));
    return names;
  }

  public void function(Tokens tokens, SourceText text, Mention mention) {
    add(tokens, text, mention.first(), mention.open() - 1);
  }

  public void type(Tokens tokens, SourceText text, int first, int name) {
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
  public void words(Tokens tokens, FunctionTable functions) {
    words.add(tokens, functions);
    late = true;
  }

  /** Takes code of which nothing is known. */
  public void anyCode() {
    words.add(Code.ANY);
    late = true;
  }

  /** Takes the name that the tokens give to a statement with calls, if they prepare one. */
  public void prepares(Tokens tokens) {
    if (tokens.is(0, "prepare") && tokens.isWord(1)) {
      prepares.add(tokens.word(1));
    }
  }

  /** Whether the server has to have none of them. */
  public boolean isEmpty() {
    return names.isEmpty() && !typed;
  }

  /** Whether there are types among them. */
  public boolean hasTypes() {
    return typed;
  }

  /** The whole statement as a part with these names. */
  public Part.Bridged part(Tokens tokens, boolean readsSettings) {
    names.sort(Comparator.comparingInt(Name::start));
    prepares(tokens);
    return new Part.Bridged(
        tokens.start(0),
        tokens.end(tokens.size() - 1),
        tokens.parameters(0, tokens.size()),
        names,
        tokens.questionMarks(),
        readsSettings,
        code(tokens),
        prepares);
  }

  private @Nullable Code code(Tokens tokens) {
    if (tokens.is(0, "prepare")) {
      return Code.ANY;
    }
    if (late || tokens.is(0, "do")) {
      return words.code();
    }
    // Nothing is known of what is executed, and its names may be looked up behind its arguments.
    return !names.isEmpty() && executes(tokens) ? Code.ANY : null;
  }

  /** {@code EXECUTE}, by itself, in {@code EXPLAIN} or in {@code CREATE TABLE ... AS}. */
  private static boolean executes(Tokens tokens) {
    boolean within = tokens.is(0, "explain") || tokens.is(0, "create");
    boolean found = tokens.is(0, "execute");
    for (int i = 1; within && !found && i < tokens.size(); i++) {
      found = tokens.is(i, "execute");
    }
    return found;
  }
}
