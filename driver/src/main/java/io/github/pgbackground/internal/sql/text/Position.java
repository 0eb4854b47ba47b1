package io.github.pgbackground.internal.sql.text;

/**
 * Positions as PostgreSQL's errors give them, in characters from 1, and offsets in a Java string,
 * in UTF-16 units from 0: they differ behind an emoji.
 */
public final class Position {
  private Position() {}

  /**
   * The offset in {@code sql} of a position the server gave for what pgjdbc made of it.
   *
   * @param numbered whether pgjdbc has put {@code $1}, {@code $2}, … in the places of {@code ?}
   */
  public static int offset(String sql, int position, boolean numbered) {
    int sent = position - 1 - (numbered ? grown(sql, position - 1) : 0);
    int characters = sql.codePointCount(0, sql.length());
    return sql.offsetByCodePoints(0, Math.max(0, Math.min(sent, characters)));
  }

  /** How many characters the parameters before a place have grown by. */
  private static int grown(String sql, int sentCharacters) {
    Lexer lexer = new Lexer(sql, 0, true, ParameterStyle.JDBC);
    int number = 0;
    int grown = 0;
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      if (sql.codePointCount(0, token.start()) + grown >= sentCharacters) {
        break;
      } else if (token.kind() == Token.Kind.PARAMETER) {
        number++;
        grown += Integer.toString(number).length();
      }
    }
    return grown;
  }

  /** The position to give for an offset in {@code sql}. */
  public static int at(String sql, int offset) {
    return sql.codePointCount(0, offset) + 1;
  }
}
