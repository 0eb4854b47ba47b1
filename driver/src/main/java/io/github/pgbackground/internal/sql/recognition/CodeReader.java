package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.recognition.mention.BridgedNames;
import io.github.pgbackground.internal.sql.recognition.mention.MentionFinder;
import io.github.pgbackground.internal.sql.recognition.mention.MentionFinder.Mention;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.recognition.mention.TypeFinder;
import io.github.pgbackground.internal.sql.recognition.mention.Unevaluated;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SourceText;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PL/pgSQL of a {@code DO}, and in it the strings that are SQL for {@code EXECUTE}: those
 * in that statement, and those given to a variable that is named there. What a launch is given is a
 * job's text, for a worker, and stays as it is.
 */
final class CodeReader {

  /** Code in code is not read beyond this depth. */
  private static final int DEEPEST = 4;

  private final boolean standardConformingStrings;
  private final FunctionTable functions;
  private final BridgedNames names;

  private CodeReader(
      boolean standardConformingStrings, FunctionTable functions, BridgedNames names) {
    this.standardConformingStrings = standardConformingStrings;
    this.functions = functions;
    this.names = names;
  }

  /** The names in the body of a {@code DO}; none for another statement, or another language. */
  static BridgedNames read(
      Tokens tokens, boolean standardConformingStrings, FunctionTable functions) {
    BridgedNames names = new BridgedNames();
    new CodeReader(standardConformingStrings, functions, names)
        .block(tokens, SourceText.of(tokens.sql()), 0);
    return names;
  }

  /** {@code DO [LANGUAGE plpgsql] body [LANGUAGE plpgsql]}. */
  private void block(Tokens tokens, SourceText text, int depth) {
    SourceText body = null;
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.is(i, "language") && isPlpgsql(tokens, text, i + 1)) {
        i++;
      } else if (body == null && isString(tokens, i)) {
        body = text.valueOf(tokens.token(i));
      } else {
        return;
      }
    }
    if (body != null && depth < DEEPEST && tokens.is(0, "do")) {
      new Body(body, depth + 1).read();
    }
  }

  private static boolean isPlpgsql(Tokens tokens, SourceText text, int i) {
    if (tokens.isWord(i)) {
      return tokens.word(i).equals("plpgsql");
    }
    SourceText name = isString(tokens, i) ? text.valueOf(tokens.token(i)) : null;
    return name != null && name.text().equalsIgnoreCase("plpgsql");
  }

  private static boolean isString(Tokens tokens, int i) {
    return tokens.is(i, Kind.STRING)
        || tokens.is(i, Kind.DOLLAR_STRING)
        || tokens.is(i, Kind.ESCAPE_STRING);
  }

  /** SQL that may be put together of several strings: a piece may begin and end anywhere. */
  private void sql(SourceText text, int depth) {
    for (Tokens tokens : statements(text)) {
      if (tokens.is(0, "do")) {
        block(tokens, text, depth);
      } else {
        List<Mention> mentions = names(tokens, text);
        if (!mentions.isEmpty()) {
          names.prepares(tokens);
        }
      }
    }
  }

  private List<Mention> names(Tokens tokens, SourceText text) {
    List<Mention> mentions = MentionFinder.findInCode(tokens, functions);
    mentions.forEach(mention -> names.function(tokens, text, mention));
    TypeFinder.findInCode(
        tokens, functions, (first, name) -> names.type(tokens, text, first, name));
    return mentions;
  }

  private List<Tokens> statements(SourceText text) {
    return Recognizer.mayContainCall(text.text())
        ? SqlStatement.split(text.text(), standardConformingStrings, ParameterStyle.NONE).stream()
            .map(statement -> new Tokens(text.text(), statement, ParameterStyle.NONE, 0))
            .toList()
        : List.of();
  }

  /** One body, whose variables are known by their names only. */
  private final class Body {
    private final SourceText text;
    private final int depth;
    private final Set<String> executed = new HashSet<>();
    private final Set<String> launched = new HashSet<>();
    private final List<Given> given = new ArrayList<>();

    /** A string given to a variable. */
    private record Given(String variable, SourceText value) {}

    Body(SourceText text, int depth) {
      this.text = text;
      this.depth = depth;
    }

    void read() {
      for (Tokens tokens : statements(text)) {
        read(tokens);
      }
      for (Given string : given) {
        if (executed.contains(string.variable()) && !launched.contains(string.variable())) {
          sql(string.value(), depth);
        }
      }
    }

    private void read(Tokens tokens) {
      names.words(tokens, functions);
      BitSet jobs = jobs(tokens, names(tokens, text));
      boolean executing = false;
      String variable = null;
      for (int i = 0; i < tokens.size(); i++) {
        boolean inJob = jobs.get(i);
        if (tokens.is(i, Kind.IDENTIFIER)) {
          executing = executing(tokens, i, executing);
          variable = variable(tokens, i, variable);
        }
        if (tokens.isWord(i) && (inJob || executing)) {
          (inJob ? launched : executed).add(tokens.word(i));
        } else if (isString(tokens, i) && !inJob) {
          string(tokens, i, executing, variable);
        }
      }
    }

    /** The tokens that are arguments of what launches. */
    private static BitSet jobs(Tokens tokens, List<Mention> mentions) {
      BitSet jobs = new BitSet();
      for (Mention mention : mentions) {
        if (mention.function().indexOf("sql") >= 0) {
          jobs.set(mention.open(), mention.close() < 0 ? tokens.size() : mention.close());
        }
      }
      return jobs;
    }

    /** Whether what follows the word belongs to what an {@code EXECUTE} runs. */
    private static boolean executing(Tokens tokens, int i, boolean before) {
      if (tokens.is(i, "execute")) {
        return true;
      }
      return before
          && !tokens.is(i, "into")
          && !tokens.is(i, "using")
          && !tokens.is(i, "loop")
          && !tokens.is(i, "then");
    }

    /** The variable that the statement around the word gives a value. */
    private static @Nullable String variable(Tokens tokens, int i, @Nullable String before) {
      boolean starts = Unevaluated.startsStatement(tokens, i) || tokens.is(i - 1, "declare");
      return starts ? tokens.word(i) : before;
    }

    private void string(Tokens tokens, int i, boolean executing, @Nullable String variable) {
      SourceText value = text.valueOf(tokens.token(i));
      if (value == null || !Recognizer.mayContainCall(value.text())) {
        return;
      }
      if (executing) {
        sql(value, depth);
      } else if (variable != null) {
        given.add(new Given(variable, value));
      }
    }
  }
}
