package io.github.pgbackground.internal.session.feed;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The server's plan for a statement with stand-ins, as EXPLAIN (VERBOSE, COSTS OFF) writes it. It
 * is read with caution: what looks like an obstacle may stand in a string of the application's,
 * which costs a hint.
 */
record Plan(List<String> lines) {

  /** What can leave a part of a plan below it unread. */
  private static final Pattern CONDITIONAL =
      Pattern.compile("One-Time Filter:|Nested Loop|(Hash|Merge) .*Join");

  Plan {
    lines = List.copyOf(lines);
  }

  /** Whether the plan evaluates the source, with nothing in it that could leave it out. */
  boolean evaluates(int source) {
    boolean marked = false;
    for (String line : lines) {
      if (CONDITIONAL.matcher(line).find()) {
        return false;
      }
      marked |= line.contains(StandIn.mark(source));
    }
    return marked;
  }

  /** Whether the statement is an INSERT. */
  boolean inserts() {
    return lines.get(0).startsWith("Insert on ");
  }

  /** Whether it is one into a temporary table, which changes nothing that is not the session's. */
  boolean insertsIntoTemporary() {
    return lines.get(0).startsWith("Insert on pg_temp");
  }
}
