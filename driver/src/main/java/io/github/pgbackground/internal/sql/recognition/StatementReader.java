package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.Reason;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.recognition.MentionFinder.Mention;
import java.util.List;
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
    if (query != null && !readsWholeRow(query)) {
      return new Part.Served(start, end, parameters, query);
    }
    Mention first = mentions.get(0);
    return new Part.Unserved(
        start,
        end,
        parameters,
        first.function().name(),
        tokens.start(first.first()),
        reason(tokens, calls, query));
  }

  private static boolean readsWholeRow(@Nullable Query query) {
    return query instanceof Query.Source source && source.readsWholeRow();
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
