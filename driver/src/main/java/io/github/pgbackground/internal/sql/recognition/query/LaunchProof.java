package io.github.pgbackground.internal.sql.recognition.query;

import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.recognition.query.RowSourceReader.ReadSource;
import io.github.pgbackground.internal.sql.text.Keywords;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Proves, from the tokens of a statement, that the server would pull at least one row from each row
 * source that launches, and so evaluate it: each is the only FROM item of its level, and each level
 * is read for certain. What the clauses of a level may do to that, a WHERE that is constantly false
 * say, only the server's plan shows; it is looked at before anything is launched.
 *
 * <p>What is not known to be certain is not: a proof that could be had and is not costs the way
 * over the server.
 */
final class LaunchProof {

  /** What may come behind the FROM item of a level that has only one. */
  private static final Set<String> BEHIND_FROM =
      Set.of("where", "group", "having", "window", "order", "limit", "offset");

  private final Tokens tokens;
  private final SortedMap<Integer, ReadSource> sources;
  private final Set<Integer> proven = new HashSet<>();

  private LaunchProof(Tokens tokens, SortedMap<Integer, ReadSource> sources) {
    this.tokens = tokens;
    this.sources = sources;
  }

  /** Whether each launch in the sources (by their first tokens) is certain. */
  static boolean holds(Tokens tokens, SortedMap<Integer, ReadSource> sources) {
    LaunchProof proof = new LaunchProof(tokens, sources);
    proof.statement();
    return sources.entrySet().stream()
        .allMatch(
            entry ->
                !entry.getValue().source().launches() || proof.proven.contains(entry.getKey()));
  }

  private void statement() {
    int end = tokens.size();
    if (tokens.is(0, "insert")) {
      insert(end);
    } else if (tokens.is(0, "create")) {
      createTableAs(end);
    } else {
      query(0, end, Map.of());
    }
  }

  /** {@code INSERT INTO name [AS alias] [(columns)] query [ON CONFLICT …] [RETURNING …]}. */
  private void insert(int end) {
    int from = 2;
    while (from < end && !startsQuery(from)) {
      if (tokens.is(from, "values")) {
        return;
      }
      from = tokens.behind(from);
    }
    int to = from;
    while (to < end
        && !tokens.is(to, "returning")
        && !(tokens.is(to, "on") && tokens.is(to + 1, "conflict"))) {
      to = tokens.behind(to);
    }
    query(from, to, Map.of());
  }

  /** {@code CREATE … TABLE … AS query [WITH DATA]}. */
  private void createTableAs(int end) {
    int as = 0;
    while (as < end && !tokens.is(as, "as")) {
      as = tokens.behind(as);
    }
    boolean withData = tokens.is(end - 1, "data") && tokens.is(end - 2, "with");
    query(as + 1, withData ? end - 2 : end, Map.of());
  }

  private boolean startsQuery(int i) {
    return tokens.is(i, "select")
        || tokens.is(i, "with")
        || (tokens.is(i, Kind.LEFT_PARENTHESIS) && startsQuery(i + 1));
  }

  /**
   * A query that is read.
   *
   * @param ctes the queries of the CTEs that can be named in it, as tokens from and to
   */
  private void query(int from, int to, Map<String, Range> ctes) {
    if (tokens.is(from, Kind.LEFT_PARENTHESIS) && tokens.partner(from) == to - 1) {
      query(from + 1, to - 1, ctes);
    } else if (tokens.is(from, "with")) {
      withCtes(from, to, ctes);
    } else if (tokens.is(from, "select")) {
      select(from, to, ctes);
    }
  }

  private record Range(int from, int to, Map<String, Range> ctes) {}

  private void withCtes(int with, int to, Map<String, Range> outer) {
    Map<String, Range> ctes = new HashMap<>(outer);
    int i = with;
    do {
      int name = i + 1;
      i = name + 1;
      if (!tokens.isWord(name)) {
        return;
      }
      if (tokens.is(i, Kind.LEFT_PARENTHESIS)) {
        i = tokens.behind(i);
      }
      if (!tokens.is(i++, "as")) {
        return;
      }
      i += tokens.is(i, "not") ? 1 : 0;
      i += tokens.is(i, "materialized") ? 1 : 0;
      if (!tokens.is(i, Kind.LEFT_PARENTHESIS)) {
        return;
      }
      int behind = tokens.behind(i);
      ctes.put(tokens.word(name), new Range(i + 1, behind - 1, new HashMap<>(ctes)));
      i = behind;
    } while (tokens.is(i, Kind.COMMA));
    query(i, to, ctes);
  }

  /** One SELECT, or the first of several with UNION between them, which is read first. */
  private void select(int select, int to, Map<String, Range> ctes) {
    int from = -1;
    int armEnd = to;
    for (int i = select + 1; i < to; i = tokens.behind(i)) {
      if (from < 0 && armEnd == to && isFromClause(i)) {
        from = i;
      } else if (tokens.is(i, "union")) {
        armEnd = Math.min(armEnd, i);
      } else if (tokens.is(i, "intersect") || tokens.is(i, "except") || isUnprovableClause(i, to)) {
        return;
      }
    }
    if (from < 0) {
      values(select + 1, armEnd, ctes);
    } else {
      int behind = fromItem(from + 1, ctes, false);
      if (behind == armEnd || isBehindFrom(behind)) {
        fromItem(from + 1, ctes, true);
      }
    }
  }

  /** FROM, but not the one of {@code IS [NOT] DISTINCT FROM}. */
  private boolean isFromClause(int i) {
    boolean comparison =
        tokens.is(i - 1, "distinct")
            && (tokens.is(i - 2, "is") || (tokens.is(i - 2, "not") && tokens.is(i - 3, "is")));
    return tokens.is(i, "from") && !comparison;
  }

  /**
   * A clause that may leave the rows unread, or make the statement something else than a query: no
   * LIMIT but a number, and not a zero.
   */
  private boolean isUnprovableClause(int i, int to) {
    if (tokens.is(i, "limit") || tokens.is(i, "offset")) {
      boolean end = i + 2 == to || tokens.is(i + 2, "limit") || tokens.is(i + 2, "offset");
      boolean read =
          tokens.is(i, "offset") ? isWhole(i + 1, 0) : isWhole(i + 1, 1) || tokens.is(i + 1, "all");
      return !(end && read);
    }
    return tokens.is(i, "fetch")
        || tokens.is(i, "for")
        || tokens.is(i, "into")
        || tokens.is(i, Kind.UNICODE_IDENTIFIER)
        || (tokens.is(i, "data") && tokens.is(i - 1, "no"));
  }

  private boolean isWhole(int i, int least) {
    if (!tokens.is(i, Kind.NUMBER)) {
      return false;
    }
    try {
      return Integer.parseInt(tokens.text(i, i + 1)) >= least;
    } catch (NumberFormatException notWhole) {
      return false;
    }
  }

  private boolean isBehindFrom(int i) {
    return tokens.is(i, Kind.IDENTIFIER) && BEHIND_FROM.contains(tokens.word(i));
  }

  /**
   * {@code SELECT (query) [AS label], EXISTS (query), …} and nothing else: each is evaluated for
   * the only row.
   */
  private void values(int from, int to, Map<String, Range> ctes) {
    for (boolean proving : new boolean[] {false, true}) {
      int i = from;
      while (true) {
        i += tokens.is(i, "exists") ? 1 : 0;
        if (!tokens.is(i, Kind.LEFT_PARENTHESIS) || !startsQuery(i + 1)) {
          return;
        }
        if (proving) {
          query(i + 1, tokens.partner(i), ctes);
        }
        i = tokens.behind(i);
        i += tokens.is(i, "as") ? 1 : 0;
        i += i < to && isLabel(i) ? 1 : 0;
        if (i == to) {
          break;
        }
        if (!tokens.is(i++, Kind.COMMA)) {
          return;
        }
      }
    }
  }

  private boolean isLabel(int i) {
    return tokens.isWord(i)
        && (tokens.is(i - 1, "as")
            || tokens.is(i, Kind.QUOTED_IDENTIFIER)
            || Keywords.canBeBareLabel(tokens.word(i)));
  }

  /**
   * Reads one FROM item, and what is in it as read for certain if {@code proving}.
   *
   * @return the token behind it; -1 if it is none that is known to be read
   */
  private int fromItem(int i, Map<String, Range> ctes, boolean proving) {
    ReadSource source = sources.get(i);
    if (source != null) {
      if (proving) {
        proven.add(i);
      }
      return source.behind();
    }
    if (tokens.is(i, "rows") && tokens.is(i + 1, "from")) {
      return rowsFrom(i + 2, proving);
    }
    if (tokens.is(i, Kind.LEFT_PARENTHESIS) && startsQuery(i + 1)) {
      if (proving) {
        query(i + 1, tokens.partner(i), ctes);
      }
      return behindAlias(tokens.behind(i));
    }
    Range cte = tokens.isWord(i) ? ctes.get(tokens.word(i)) : null;
    if (cte == null || tokens.is(i + 1, Kind.DOT) || tokens.is(i + 1, Kind.LEFT_PARENTHESIS)) {
      return -1;
    }
    if (proving) {
      query(cte.from(), cte.to(), cte.ctes());
    }
    return behindAlias(i + 1);
  }

  /** All functions in {@code ROWS FROM} are evaluated, but one that fails ends it. */
  private int rowsFrom(int open, boolean proving) {
    int i = open + 1;
    while (sources.containsKey(i)) {
      if (proving) {
        proven.add(i);
      }
      i = sources.get(i).behind() + 1;
    }
    int behind = tokens.behind(open);
    boolean ordinality = tokens.is(behind, "with") && tokens.is(behind + 1, "ordinality");
    return behindAlias(ordinality ? behind + 2 : behind);
  }

  private int behindAlias(int i) {
    boolean as = tokens.is(i, "as");
    int name = as ? i + 1 : i;
    if (!tokens.isWord(name)
        || (tokens.is(name, Kind.IDENTIFIER) && !Keywords.canBeColumnOrAlias(tokens.word(name)))) {
      return as ? -1 : i;
    }
    return tokens.is(name + 1, Kind.LEFT_PARENTHESIS) ? tokens.behind(name + 1) : name + 1;
  }
}
