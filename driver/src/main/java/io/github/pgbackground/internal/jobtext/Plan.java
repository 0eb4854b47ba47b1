package io.github.pgbackground.internal.jobtext;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.Token;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a job's text is sent to the server; decided from its tokens alone. */
public sealed interface Plan {

  /**
   * The text as it stands, in one message of the simple protocol. The server parses all of it
   * before it runs any of it, makes one transaction of it, and needs nobody to finish it; a lone
   * statement that may not stand in a transaction block does not.
   *
   * @param statements how many there are
   * @param output what becomes of the rows of the last one; those of the others are thrown away
   */
  record Sent(int statements, Output output) implements Plan {}

  /** What becomes of rows. */
  enum Output {
    /** Nobody wants them. */
    NONE,
    /** There are few if any, and a reader may have them when the job has ended. */
    AT_END,
    /** There may be many, and a reader may have them as they come. */
    LIVE
  }

  /**
   * The extension does not run such a text, and neither does a worker.
   *
   * @param byWorker whether the extension's worker raises the error, or the session that reads
   */
  record Refused(ServerError error, boolean byWorker) implements Plan {}

  /** Statements whose rows may be many. */
  Set<String> ROW_SOURCES = Set.of("SELECT", "VALUES", "TABLE", "WITH", "EXECUTE", "FETCH");

  /** Statements that return rows only with a RETURNING clause. */
  Set<String> MODIFICATIONS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

  /**
   * The plan for a text.
   *
   * @param standardConformingStrings as the worker's session has it
   * @param readable whether anybody can read the rows
   */
  static Plan of(String sql, boolean standardConformingStrings, boolean readable) {
    List<SqlStatement> statements =
        SqlStatement.split(sql, standardConformingStrings, ParameterStyle.NONE);
    for (SqlStatement statement : statements) {
      Refused refused = refusal(sql, statement);
      if (refused != null) {
        return refused;
      }
    }
    if (statements.isEmpty() || !readable) {
      return new Sent(statements.size(), Output.NONE);
    }
    boolean mayReturnManyRows = mayReturnManyRows(sql, statements.get(statements.size() - 1));
    // Any statement may have rows that its text does not show: a rule can make them.
    return new Sent(statements.size(), mayReturnManyRows ? Output.LIVE : Output.AT_END);
  }

  /** What is said of a statement that a worker does not run, null if it does. */
  private static @Nullable Refused refusal(String sql, SqlStatement statement) {
    if (statement.controlsTransaction(sql)) {
      return new Refused(
          ServerError.of(
              "0A000", "transaction control statements are not allowed in pg_background"),
          true);
    }
    if (statement.word(sql, 0).equals("LISTEN")) {
      // The server's own words to a background worker; to a client it would not say them.
      return new Refused(
          ServerError.of("0A000", "cannot execute LISTEN within a background process"), true);
    }
    if (isCopyWithClient(sql, statement)) {
      return new Refused(
          ServerError.of("0A000", "COPY protocol not allowed in pg_background"), false);
    }
    ServerError unusable = Reported.refusal(sql, statement);
    return unusable == null ? null : new Refused(unusable, true);
  }

  private static boolean mayReturnManyRows(String sql, SqlStatement statement) {
    String first = statement.word(sql, 0);
    return ROW_SOURCES.contains(first)
        || sql.charAt(statement.start()) == '('
        || (MODIFICATIONS.contains(first) && mentions(sql, statement, "returning"));
  }

  private static boolean isCopyWithClient(String sql, SqlStatement statement) {
    if (!statement.word(sql, 0).equals("COPY")) {
      return false;
    }
    // What stands in parentheses is the query, in which these are names, or a list.
    int depth = 0;
    Token before = statement.tokens().get(0);
    for (Token token : statement.tokens()) {
      if (token.kind() == Token.Kind.LEFT_PARENTHESIS) {
        depth++;
      } else if (token.kind() == Token.Kind.RIGHT_PARENTHESIS) {
        depth--;
      } else if (depth == 0
          && (token.is(sql, "stdin") || token.is(sql, "stdout"))
          && (before.is(sql, "from") || before.is(sql, "to"))) {
        return true;
      }
      before = token;
    }
    return false;
  }

  private static boolean mentions(String sql, SqlStatement statement, String keyword) {
    for (Token token : statement.tokens()) {
      if (token.is(sql, keyword)) {
        return true;
      }
    }
    return false;
  }
}
