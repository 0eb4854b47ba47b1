package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.Code;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.recognition.mention.CodeWords;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a job's text has run when its server looks up the last name of a function: the statements
 * before that one, and the code around the name.
 */
public final class JobCode {
  private JobCode() {}

  /** Null where all names are looked up before anything runs. */
  public static @Nullable Code of(String sql, boolean standardConformingStrings) {
    Script script = Recognitions.of(sql, standardConformingStrings, ParameterStyle.NONE);
    List<Part> parts = script == null ? List.of() : script.parts();
    int last = parts.size() - 1;
    while (last >= 0 && !(parts.get(last) instanceof Part.Calling)) {
      last--;
    }
    CodeWords words = new CodeWords();
    for (Part part : parts.subList(0, Math.max(last, 0))) {
      addAll(words, sql.substring(part.start(), part.end()), standardConformingStrings);
    }
    Code own = last < 0 ? null : ((Part.Calling) parts.get(last)).bridged().code();
    if (own != null) {
      words.add(own);
    }
    return last > 0 || own != null ? words.code() : null;
  }

  private static void addAll(CodeWords words, String sql, boolean standardConformingStrings) {
    for (SqlStatement statement :
        SqlStatement.split(sql, standardConformingStrings, ParameterStyle.NONE)) {
      Tokens tokens = new Tokens(sql, statement, ParameterStyle.NONE, 0);
      if (tokens.is(0, "do")) {
        words.add(Code.ANY);
      }
      words.add(tokens, FunctionTable.V1_8);
    }
  }
}
