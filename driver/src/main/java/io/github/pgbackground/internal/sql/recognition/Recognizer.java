package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.recognition.command.ExecuteReader;
import io.github.pgbackground.internal.sql.recognition.command.ExtensionReader;
import io.github.pgbackground.internal.sql.recognition.command.GrantReader;
import io.github.pgbackground.internal.sql.recognition.command.PrivilegeReader;
import io.github.pgbackground.internal.sql.recognition.command.SettingReader;
import io.github.pgbackground.internal.sql.recognition.mention.BridgedNames;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.recognition.query.StatementReader;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.Token;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts a text into the parts of its script: each statement with calls, and what is between. */
final class Recognizer {

  /** What the name of each function starts with. */
  private static final String PREFIX = "pg_background";

  private static final int UNDERSCORE = PREFIX.indexOf('_');

  private final String sql;
  private final boolean standardConformingStrings;
  private final ParameterStyle style;
  private final List<SqlStatement> statements;
  private final List<Part> parts = new ArrayList<>();

  /** The names of the statements with calls that have been prepared, as far as it is known. */
  private final Set<String> prepared;

  /** How many parameters the text has before each statement; one entry more for the end. */
  private final int[] parametersBefore;

  private Recognizer(
      String sql, boolean standardConformingStrings, ParameterStyle style, Set<String> prepared) {
    this.sql = sql;
    this.prepared = new HashSet<>(prepared);
    this.standardConformingStrings = standardConformingStrings;
    this.style = style;
    this.statements = SqlStatement.splitWithComments(sql, standardConformingStrings, style);
    this.parametersBefore = new int[statements.size() + 1];
    for (int i = 0; i < statements.size(); i++) {
      parametersBefore[i + 1] = parametersBefore[i] + countParameters(statements.get(i));
    }
  }

  /** Whether there can be a call in the text: all that a text without calls costs. */
  static boolean mayContainCall(String sql) {
    for (int underscore = sql.indexOf('_', UNDERSCORE);
        underscore >= 0;
        underscore = sql.indexOf('_', underscore + 1)) {
      if (startsWithPrefix(sql, underscore - UNDERSCORE)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWithPrefix(String sql, int offset) {
    return sql.regionMatches(true, offset, PREFIX, 0, PREFIX.length());
  }

  /** The script of a text. It depends on nothing but what is given. */
  static Script recognise(String sql, boolean standardConformingStrings, ParameterStyle style) {
    return recognise(sql, standardConformingStrings, style, Set.of());
  }

  /** The same where statements with calls have been prepared under these names. */
  static Script recognise(
      String sql, boolean standardConformingStrings, ParameterStyle style, Set<String> prepared) {
    return new Recognizer(sql, standardConformingStrings, style, prepared).recognise();
  }

  private Script recognise() {
    int firstPassed = 0;
    for (int i = 0; i < statements.size(); i++) {
      Part part = partWithCalls(i);
      if (part != null) {
        if (part instanceof Part.Calling calling) {
          prepared.addAll(calling.bridged().prepares());
        }
        pass(firstPassed, i);
        parts.add(part);
        firstPassed = i + 1;
      }
    }
    pass(firstPassed, statements.size());
    return new Script(sql, parts, parametersBefore[statements.size()]);
  }

  /** Adds the statements from one up to, without it, another one, which have no calls. */
  private void pass(int from, int to) {
    boolean first = from == 0;
    boolean last = to == statements.size();
    if (from < to || (first && last)) {
      int start = first ? 0 : behindSemicolon(statements.get(from - 1));
      int end = last ? sql.length() : statements.get(to - 1).end();
      int parameters = parametersBefore[to] - parametersBefore[from];
      parts.add(
          new Part.Passed(start, end, new Parameters(parametersBefore[from] + 1, parameters)));
    }
  }

  private int behindSemicolon(SqlStatement statement) {
    return statement.behindSemicolon(sql, standardConformingStrings, style);
  }

  private static int countParameters(SqlStatement statement) {
    int count = 0;
    for (Token token : statement.tokens()) {
      count += token.kind() == Kind.PARAMETER ? 1 : 0;
    }
    return count;
  }

  private @Nullable Part partWithCalls(int number) {
    SqlStatement statement = statements.get(number);
    boolean named = hasPrefix(statement) || GrantReader.mayBe(sql, statement);
    boolean quoted = hasSettingInString(statement);
    boolean code = !statement.tokens().isEmpty() && statement.tokens().get(0).is(sql, "do");
    boolean granting = PrivilegeReader.mayGrant(sql, statement);
    boolean executing = !prepared.isEmpty() && ExecuteReader.mayExecute(sql, statement);
    if (!named && !quoted && !code && !granting && !executing) {
      return null;
    }
    boolean escapeAllowed = style == ParameterStyle.CALL && statements.size() == 1;
    Tokens tokens = new Tokens(sql, statement, style, parametersBefore[number]);
    Part command = named ? command(tokens) : null;
    if (command != null) {
      return command;
    }
    Part respelled = granting ? PrivilegeReader.read(tokens) : null;
    if (respelled != null) {
      return respelled;
    }
    Part configuring = SettingReader.read(tokens, quoted);
    Part calling =
        code
            ? block(tokens, configuring != null)
            : StatementReader.read(tokens, FunctionTable.V1_8, escapeAllowed, configuring != null);
    Part executed =
        executing && !(code && calling != null)
            ? ExecuteReader.read(tokens, FunctionTable.V1_8, prepared, configuring != null)
            : null;
    return executed != null ? executed : calling != null ? calling : configuring;
  }

  /** A statement about the extension or the rights to its functions, or null. */
  private static @Nullable Part command(Tokens tokens) {
    Part extension = ExtensionReader.read(tokens);
    return extension != null ? extension : GrantReader.read(tokens);
  }

  /** A DO that needs functions or types of pg_background, or null. */
  private @Nullable Part block(Tokens tokens, boolean readsSettings) {
    BridgedNames names = CodeReader.read(tokens, standardConformingStrings, FunctionTable.V1_8);
    return names.isEmpty() ? null : names.part(tokens, readsSettings);
  }

  private boolean hasPrefix(SqlStatement statement) {
    for (Token token : statement.tokens()) {
      if ((token.kind() == Kind.IDENTIFIER && startsWithPrefix(sql, token.start()))
          || (token.kind() == Kind.QUOTED_IDENTIFIER && startsWithPrefix(sql, token.start() + 1))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a string, the body of a DO say, has the name of a setting in it. */
  private boolean hasSettingInString(SqlStatement statement) {
    for (Token token : statement.tokens()) {
      boolean string =
          switch (token.kind()) {
            case STRING, ESCAPE_STRING, DOLLAR_STRING -> true;
            default -> false;
          };
      for (int i = token.start(); string && i < token.end() - PREFIX.length(); i++) {
        if (SettingReader.isNameAt(sql, i)) {
          return true;
        }
      }
    }
    return false;
  }
}
