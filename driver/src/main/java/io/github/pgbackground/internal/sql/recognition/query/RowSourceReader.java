package io.github.pgbackground.internal.sql.recognition.query;

import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Query.ColumnName;
import io.github.pgbackground.internal.sql.RowSource;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.recognition.query.CallReader.ReadCall;
import io.github.pgbackground.internal.sql.text.Keywords;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the row sources of a statement. A list of columns with types, behind a call, can only stand
 * in FROM: so what has one is a row source if the statement is valid at all, and the server says
 * whether it is. A function that needs no such list is one where an item of FROM starts.
 */
final class RowSourceReader {

  /** The words that start a statement whose FROM items the server takes parameters in. */
  private static final Set<String> FEEDABLE =
      Set.of("create", "delete", "insert", "merge", "select", "update", "values", "with");

  private final Tokens tokens;
  private final CallReader calls;

  private RowSourceReader(Tokens tokens, CallReader calls) {
    this.tokens = tokens;
    this.calls = calls;
  }

  /** A source, and the token behind its tail. */
  record ReadSource(RowSource source, int behind) {}

  /**
   * The sources of a statement by their first tokens; null if there is a call that is none, and is
   * not an argument of one either.
   */
  static @Nullable SortedMap<Integer, ReadSource> read(Tokens tokens, CallReader calls) {
    return new RowSourceReader(tokens, calls).read();
  }

  private @Nullable SortedMap<Integer, ReadSource> read() {
    if (!tokens.is(0, Kind.LEFT_PARENTHESIS)
        && !(tokens.is(0, Kind.IDENTIFIER) && FEEDABLE.contains(tokens.word(0)))) {
      return null;
    }
    SortedMap<Integer, ReadSource> sources = new TreeMap<>();
    for (int i = 0; i < tokens.size(); i++) {
      ReadCall read = calls.callAt(i);
      if (read != null) {
        ReadSource source = sourceAt(i, read);
        if (source == null) {
          return null;
        }
        sources.put(i, source);
        i = source.behind() - 1;
      }
    }
    return sources;
  }

  private @Nullable ReadSource sourceAt(int first, ReadCall read) {
    Call call = read.call();
    if (readsCte(call) || RowReference.isIn(tokens, first, read.behind())) {
      return null;
    }
    return call.function().result() == Result.RECORDS
        ? withDefinitions(first, read)
        : withTypeOfItsOwn(first, read);
  }

  private @Nullable ReadSource withDefinitions(int first, ReadCall read) {
    boolean inRowsFrom = isInRowsFrom(first);
    int next = read.behind();
    boolean as = tokens.is(next, "as");
    next += as ? 1 : 0;
    String alias = null;
    if (!inRowsFrom && isColumnOrAlias(next)) {
      alias = tokens.word(next++);
    }
    if ((!as && alias == null) || !tokens.is(next, Kind.LEFT_PARENTHESIS)) {
      return null;
    }
    List<ColumnName> columns = columns(next);
    int close = tokens.partner(next);
    return columns.isEmpty()
        ? null
        : new ReadSource(
            new RowSource(
                read.call(), inRowsFrom, alias, columns, tokens.start(next), tokens.end(close)),
            close + 1);
  }

  /**
   * {@code f(…) [WITH ORDINALITY] [[AS] alias [(columns)]]}, where the columns are of the function.
   */
  private @Nullable ReadSource withTypeOfItsOwn(int first, ReadCall read) {
    Call call = read.call();
    boolean inRowsFrom = isInRowsFrom(first);
    boolean isItem = inRowsFrom || FromItems.startsAt(tokens, first);
    boolean givesRow = call.function().result().composite() || call.function().launches();
    if (!isItem || !givesRow || mayReadRow(call)) {
      return null;
    }
    int next = read.behind();
    String alias = null;
    if (!inRowsFrom) {
      next += tokens.is(next, "with") && tokens.is(next + 1, "ordinality") ? 2 : 0;
      boolean as = tokens.is(next, "as");
      int name = as ? next + 1 : next;
      if (isColumnOrAlias(name)) {
        alias = tokens.word(name);
        next = tokens.is(name + 1, Kind.LEFT_PARENTHESIS) ? tokens.behind(name + 1) : name + 1;
      } else if (as) {
        return null;
      }
      if (next > name + 2 && hasTypes(name + 1)) {
        return null;
      }
    } else if (tokens.is(next, "as")) {
      return null;
    }
    List<ColumnName> columns = columnsOf(call, alias);
    int end = tokens.end(next - 1);
    return new ReadSource(new RowSource(call, inRowsFrom, alias, columns, call.end(), end), next);
  }

  /** Whether there is more than names in the list that opens here. */
  private boolean hasTypes(int open) {
    for (int i = open + 1; i < tokens.partner(open); i += 2) {
      if (!tokens.isWord(i) || !(tokens.is(i + 1, Kind.COMMA) || i + 1 == tokens.partner(open))) {
        return true;
      }
    }
    return false;
  }

  /** A value without parts is a column that has the name of the item. */
  private static List<ColumnName> columnsOf(Call call, @Nullable String alias) {
    Result result = call.function().result();
    if (!result.composite()) {
      return List.of(
          new ColumnName(
              alias == null ? call.function().name() : alias,
              "pg_catalog." + BackgroundFunction.Type.INT4.postgresName()));
    }
    return result.attributes().stream()
        .map(
            attribute ->
                new ColumnName(attribute.name(), "pg_catalog." + attribute.type().postgresName()))
        .toList();
  }

  /** Whether there is a name in an argument that may be a column of another item. */
  private boolean mayReadRow(Call call) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.isWord(i)
          && isInExpression(call, tokens.start(i))
          && !tokens.is(i + 1, Kind.LEFT_PARENTHESIS)
          && !tokens.is(i - 1, Kind.CAST)) {
        return true;
      }
    }
    return false;
  }

  /** {@code f(…)} directly in the parentheses of ROWS FROM. */
  private boolean isInRowsFrom(int first) {
    int open = first - 1;
    while (open >= 0 && !tokens.is(open, Kind.LEFT_PARENTHESIS)) {
      int partner = tokens.partner(open);
      open = partner >= 0 && partner < open ? partner - 1 : open - 1;
    }
    return tokens.is(open - 1, "from") && tokens.is(open - 2, "rows");
  }

  /**
   * The entries of the list that opens here; none if one of them has no type, or not a plain one.
   */
  private List<ColumnName> columns(int open) {
    List<ColumnName> columns = new ArrayList<>();
    int close = tokens.partner(open);
    if (tokens.parameters(open, close).count() > 0 || calls.anyIn(open, close)) {
      return List.of();
    }
    int separator = open;
    while (separator != close) {
      int name = separator + 1;
      int type = name + 1;
      separator = type;
      while (separator < close && !tokens.is(separator, Kind.COMMA)) {
        separator = tokens.behind(separator);
      }
      if (!isColumnOrAlias(name) || separator <= type || separator > close) {
        return List.of();
      }
      columns.add(new ColumnName(tokens.word(name), tokens.text(type, separator)));
    }
    return columns;
  }

  private boolean isColumnOrAlias(int i) {
    return tokens.isWord(i)
        && (tokens.is(i, Kind.QUOTED_IDENTIFIER) || Keywords.canBeColumnOrAlias(tokens.word(i)));
  }

  /**
   * Whether an argument may read a CTE: taken out of its statement it would read a table of the
   * same name.
   */
  private boolean readsCte(Call call) {
    boolean hasCtes = false;
    boolean reads = false;
    for (int i = 0; i < tokens.size(); i++) {
      hasCtes |= tokens.is(i, "with");
      reads |=
          tokens.start(i) > call.start()
              && tokens.end(i) < call.end()
              && (tokens.is(i, "from") || tokens.is(i, "table"))
              && isInExpression(call, tokens.start(i));
    }
    return hasCtes && reads;
  }

  private static boolean isInExpression(Call call, int offset) {
    for (Argument argument : call.arguments()) {
      if (argument instanceof Argument.Nested nested && isInExpression(nested.call(), offset)) {
        return true;
      }
      if (argument instanceof Argument.Expression
          && argument.start() <= offset
          && offset < argument.end()) {
        return true;
      }
    }
    return false;
  }
}
