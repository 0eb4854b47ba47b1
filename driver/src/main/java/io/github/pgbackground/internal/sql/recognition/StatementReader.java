package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.Reason;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.RowSource;
import io.github.pgbackground.internal.sql.recognition.MentionFinder.Mention;
import io.github.pgbackground.internal.sql.recognition.RowSourceReader.ReadSource;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Decides which way one statement takes. */
final class StatementReader {

  private StatementReader() {}

  /** The statement as a part of its own, or null if the server is to get it as it stands. */
  static @Nullable Part read(Tokens tokens, FunctionTable functions, boolean escapeAllowed) {
    if (!tokens.wellFormed()) {
      return null;
    }
    List<Mention> mentions = MentionFinder.find(tokens, functions, escapeAllowed);
    if (mentions.isEmpty()) {
      return null;
    }
    CallReader calls = new CallReader(tokens, mentions);
    if (!calls.fitting()) {
      return null;
    }
    int start = tokens.start(0);
    int end = tokens.end(tokens.size() - 1);
    Parameters parameters = tokens.parameters(0, tokens.size());
    Query query = calls.plain() ? QueryReader.read(tokens, calls) : null;
    if (query != null && !readsRecord(query)) {
      return new Part.Served(start, end, parameters, query);
    }
    SortedMap<Integer, ReadSource> sources =
        calls.plain() ? RowSourceReader.read(tokens, calls) : null;
    if (sources != null && LaunchProof.holds(tokens, sources)) {
      List<RowSource> list = sources.values().stream().map(ReadSource::source).toList();
      return new Part.Fed(
          start, end, parameters, list, tokens.questionMarks(), writes(tokens), locksRows(tokens));
    }
    Mention first = mentions.get(0);
    return new Part.Unserved(
        start,
        end,
        parameters,
        first.function().name(),
        tokens.start(first.first()),
        sources == null ? reason(tokens, calls, query) : Reason.LAUNCH);
  }

  private static boolean writes(Tokens tokens) {
    return !tokens.is(0, "select") && !tokens.is(0, "with") && !tokens.is(0, Kind.LEFT_PARENTHESIS);
  }

  private static boolean locksRows(Tokens tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.is(i, "for")
          && (tokens.is(i + 1, "update")
              || tokens.is(i + 1, "share")
              || tokens.is(i + 1, "no")
              || tokens.is(i + 1, "key"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean readsRecord(@Nullable Query query) {
    return query instanceof Query.Source source && source.readsRecord();
  }

  private static Reason reason(Tokens tokens, CallReader calls, @Nullable Query query) {
    if (!calls.plain()) {
      return Reason.ARGUMENT;
    }
    if (query != null) {
      return Reason.WHOLE_ROW;
    }
    return tokens.is(0, "select") ? Reason.CLAUSE : Reason.STATEMENT;
  }
}
