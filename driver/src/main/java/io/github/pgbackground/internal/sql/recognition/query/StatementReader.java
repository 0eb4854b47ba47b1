package io.github.pgbackground.internal.sql.recognition.query;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.recognition.mention.BridgedNames;
import io.github.pgbackground.internal.sql.recognition.mention.MentionFinder;
import io.github.pgbackground.internal.sql.recognition.mention.MentionFinder.Mention;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.recognition.query.RowSourceReader.ReadSource;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Decides which way one statement takes. */
public final class StatementReader {

  private StatementReader() {}

  /**
   * The statement as a part of its own, or null if the server is to get it as it stands.
   *
   * @param readsSettings whether it names settings of pg_background
   */
  public static @Nullable Part read(
      Tokens tokens, FunctionTable functions, boolean escapeAllowed, boolean readsSettings) {
    if (!tokens.wellFormed()) {
      return null;
    }
    List<Mention> mentions = MentionFinder.find(tokens, functions, escapeAllowed);
    CallReader calls = new CallReader(tokens, mentions);
    BridgedNames names = BridgedNames.of(tokens, mentions, functions, escapeAllowed);
    if (names.isEmpty() || !calls.fitting()) {
      return null;
    }
    Part.Bridged bridged = names.part(tokens, readsSettings);
    if (names.hasTypes() || !calls.plain()) {
      return bridged;
    }
    Query query = QueryReader.read(tokens, calls);
    if (query != null && !readsRecord(query)) {
      return new Part.Served(bridged.start(), bridged.end(), bridged.parameters(), query, bridged);
    }
    SortedMap<Integer, ReadSource> sources = RowSourceReader.read(tokens, calls);
    return sources != null && LaunchProof.holds(tokens, sources)
        ? fed(tokens, sources, bridged)
        : bridged;
  }

  private static Part.Fed fed(
      Tokens tokens, SortedMap<Integer, ReadSource> sources, Part.Bridged bridged) {
    return new Part.Fed(
        bridged.start(),
        bridged.end(),
        bridged.parameters(),
        sources.values().stream().map(ReadSource::source).toList(),
        bridged.marks(),
        writes(tokens),
        locksRows(tokens),
        bridged);
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
}
