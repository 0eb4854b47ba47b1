package io.github.pgbackground.internal.sql.recognition.query;

import static io.github.pgbackground.internal.sql.BackgroundFunction.Result.RECORDS;

import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Query.ColumnName;
import io.github.pgbackground.internal.sql.Query.Output;
import io.github.pgbackground.internal.sql.Query.Target;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.recognition.query.CallReader.ReadCall;
import io.github.pgbackground.internal.sql.text.Keywords;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a statement is of a shape that can be served, from its first token to its last:
 * what is not known to be harmless is not served.
 */
final class QueryReader {

  private final Tokens tokens;
  private final CallReader calls;

  /** The next token to read. */
  private int next;

  private QueryReader(Tokens tokens, CallReader calls) {
    this.tokens = tokens;
    this.calls = calls;
  }

  /** The statement as a query that can be served, or null. */
  static @Nullable Query read(Tokens tokens, CallReader calls) {
    return new QueryReader(tokens, calls).read();
  }

  private @Nullable Query read() {
    if (take(Kind.LEFT_BRACE)) {
      return callEscape();
    }
    if (!take("select")) {
      return null;
    }
    take("all");
    return startsTarget(next) ? targets() : rows();
  }

  /** Whether it is {@code f(…)} or {@code (f(…))}. */
  private boolean startsTarget(int i) {
    int call = tokens.is(i, Kind.LEFT_PARENTHESIS) ? i + 1 : i;
    ReadCall read = calls.callAt(call);
    return read != null && (call == i || tokens.partner(i) == read.behind());
  }

  private @Nullable Query callEscape() {
    boolean returning = take(Kind.PARAMETER);
    if (returning && !takeOperator('=')) {
      return null;
    }
    if (!take("call")) {
      return null;
    }
    Call call = call();
    return call != null && take(Kind.RIGHT_BRACE) && atEnd()
        ? new Query.CallEscape(call, returning)
        : null;
  }

  private @Nullable Query targets() {
    List<Target> targets = new ArrayList<>();
    do {
      boolean served = tokens.is(next, Kind.LEFT_PARENTHESIS) ? attributes(targets) : call(targets);
      if (!served) {
        return null;
      }
    } while (take(Kind.COMMA));
    boolean served =
        targets.size() == 1
            || targets.stream().noneMatch(target -> target.call().function().result() == RECORDS);
    return served && atEnd() ? new Query.Targets(targets) : null;
  }

  /** {@code f(…) [[AS] label]}. */
  private boolean call(List<Target> targets) {
    Call call = call();
    String label = call == null ? null : label(call.function().name());
    return call != null && label != null && targets.add(new Target(call, Target.WHOLE, label));
  }

  /** {@code (f(…)).attribute [[AS] label]} or {@code (f(…)).*}. */
  private boolean attributes(List<Target> targets) {
    take(Kind.LEFT_PARENTHESIS);
    Call call = call();
    if (call == null || !take(Kind.RIGHT_PARENTHESIS) || !take(Kind.DOT)) {
      return false;
    }
    if (take(Kind.STAR)) {
      return Picks.addAttributes(targets, call, null, "");
    }
    String name = word();
    String label = name == null ? null : label(name);
    return label != null && Picks.addAttributes(targets, call, name, label);
  }

  private @Nullable Query rows() {
    List<Output> outputs = new ArrayList<>();
    do {
      Output output = tokens.is(next, Kind.LEFT_PARENTHESIS) ? attribute() : output();
      if (output == null) {
        return null;
      }
      outputs.add(output);
    } while (take(Kind.COMMA));
    if (!take("from")) {
      return null;
    }
    return take(Kind.LEFT_PARENTHESIS) ? derived(outputs) : source(outputs);
  }

  private @Nullable Query source(List<Output> outputs) {
    Call call = call();
    boolean attributes = outputs.stream().anyMatch(Output.Attribute.class::isInstance);
    if (call == null || !plainTail() || (attributes && !call.function().result().composite())) {
      return null;
    }
    boolean as = take("as");
    String alias = columnOrAlias();
    List<ColumnName> columns = columns();
    boolean complete = !as || alias != null || !columns.isEmpty();
    boolean introduced = as || alias != null || columns.isEmpty();
    return complete && introduced && atEnd()
        ? new Query.Source(call, outputs, alias, columns)
        : null;
  }

  /** {@code SELECT f(…) [[AS] column]) [AS] alias [(column)]}, of one value. */
  private @Nullable Query derived(List<Output> outputs) {
    if (!take("select")) {
      return null;
    }
    take("all");
    Call call = call();
    String column = call == null ? null : label(call.function().name());
    if (call == null
        || column == null
        || call.function().result() == RECORDS
        || !take(Kind.RIGHT_PARENTHESIS)
        || !plainTail()) {
      return null;
    }
    take("as");
    String alias = columnOrAlias();
    List<ColumnName> columns = columns();
    if (alias == null || columns.size() > 1 || !atEnd()) {
      return null;
    } else if (columns.size() == 1) {
      column = columns.get(0).type() == null ? columns.get(0).name() : null;
    }
    List<Target> picks = column == null ? null : Picks.of(outputs, call, column, alias);
    return picks == null ? null : new Query.Derived(call, picks);
  }

  /** Whether there are neither parameters nor calls behind the call of a source. */
  private boolean plainTail() {
    return tokens.parameters(next, tokens.size()).count() == 0 && !calls.anyIn(next, tokens.size());
  }

  private @Nullable Output output() {
    if (take(Kind.STAR)) {
      return new Output.Star(null);
    }
    int start = next;
    String name = columnOrAlias();
    if (name == null) {
      return null;
    }
    String qualifier = null;
    if (take(Kind.DOT)) {
      qualifier = name;
      if (take(Kind.STAR)) {
        return new Output.Star(qualifier);
      }
      name = word();
      if (name == null) {
        return null;
      }
    }
    String label = label(name);
    return label == null ? null : new Output.Column(qualifier, name, label, tokens.start(start));
  }

  /** {@code ([qualifier.]column).name [[AS] label]} or {@code ([qualifier.]column).*}. */
  private @Nullable Output attribute() {
    take(Kind.LEFT_PARENTHESIS);
    String qualifier = null;
    String column = columnOrAlias();
    if (column != null && take(Kind.DOT)) {
      qualifier = column;
      column = word();
    }
    if (column == null || !take(Kind.RIGHT_PARENTHESIS) || !take(Kind.DOT)) {
      return null;
    }
    if (take(Kind.STAR)) {
      return new Output.Attribute(qualifier, column, null, "");
    }
    String name = word();
    String label = name == null ? null : label(name);
    return label == null ? null : new Output.Attribute(qualifier, column, name, label);
  }

  /** The columns in parentheses; empty if there are none, or something else is there. */
  private List<ColumnName> columns() {
    if (!tokens.is(next, Kind.LEFT_PARENTHESIS)) {
      return List.of();
    }
    int close = tokens.partner(next++);
    List<ColumnName> columns = new ArrayList<>();
    do {
      String name = columnOrAlias();
      if (name == null) {
        return List.of();
      }
      int type = next;
      while (next < close && !tokens.is(next, Kind.COMMA)) {
        next = tokens.behind(next);
      }
      columns.add(new ColumnName(name, type == next ? null : tokens.text(type, next)));
    } while (take(Kind.COMMA));
    next = close + 1;
    return columns;
  }

  private @Nullable Call call() {
    ReadCall read = calls.callAt(next);
    if (read == null) {
      return null;
    }
    next = read.behind();
    return read.call();
  }

  /** The label of an item: what follows AS, or a bare one, or the given one; null if broken. */
  private @Nullable String label(String otherwise) {
    if (take("as")) {
      return word();
    }
    if (tokens.is(next, Kind.QUOTED_IDENTIFIER)
        || (tokens.is(next, Kind.IDENTIFIER) && Keywords.canBeBareLabel(tokens.word(next)))) {
      return word();
    }
    return otherwise;
  }

  private @Nullable String columnOrAlias() {
    return tokens.is(next, Kind.IDENTIFIER) && !Keywords.canBeColumnOrAlias(tokens.word(next))
        ? null
        : word();
  }

  private @Nullable String word() {
    return tokens.isWord(next) ? tokens.word(next++) : null;
  }

  private boolean take(Kind kind) {
    return advance(tokens.is(next, kind));
  }

  private boolean take(String keyword) {
    return advance(tokens.is(next, keyword));
  }

  private boolean takeOperator(char operator) {
    return advance(tokens.isOperator(next, operator));
  }

  private boolean advance(boolean fits) {
    next += fits ? 1 : 0;
    return fits;
  }

  private boolean atEnd() {
    return next == tokens.size();
  }
}
