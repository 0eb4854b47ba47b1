package io.github.pgbackground.internal.sql.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Parser;

/** The lexer finds the ends of strings, names and comments where pgjdbc's own scanners do. */
class PgjdbcScannersTest {

  /** What may stand between two pieces of a string. */
  private static final Pattern LINE_BREAK =
      Pattern.compile("([ \t]|--[^\n\r]*)*[\n\r]([ \t\n\r]|--[^\n\r]*)*+(?=')");

  @Property
  void strings_end_where_pgjdbc_ends_them(
      @ForAll("bodies") String body, @ForAll boolean standardConformingStrings) {
    String sql = "'" + body;
    Token token = firstToken(sql, 0, standardConformingStrings);
    assertEquals(endOfString(sql, 0, standardConformingStrings), token.end());
  }

  @Property
  void escape_strings_end_where_pgjdbc_ends_them(
      @ForAll("bodies") String body, @ForAll boolean standardConformingStrings) {
    String sql = "(E'" + body;
    Token token = firstToken(sql, 1, standardConformingStrings);
    assertEquals(endOfString(sql, 2, false), token.end());
  }

  @Property
  void quoted_names_end_where_pgjdbc_ends_them(@ForAll("bodies") String body) {
    String sql = "\"" + body;
    char[] chars = sql.toCharArray();
    int end = Parser.parseDoubleQuotes(chars, 0) + 1;
    while (end < chars.length && chars[end] == '"') {
      end = Parser.parseDoubleQuotes(chars, end) + 1;
    }
    assertEquals(Math.min(end, sql.length()), firstToken(sql, 0, true).end());
  }

  @Property
  void dollar_quotes_end_where_pgjdbc_ends_them(@ForAll("bodies") String body) {
    String sql = "$" + body;
    int end = Parser.parseDollarQuotes(sql.toCharArray(), 0) + 1;
    Token token = firstToken(sql, 0, true);
    boolean quotes =
        token.kind() == Token.Kind.DOLLAR_STRING || token.kind() == Token.Kind.UNTERMINATED;
    assertEquals(quotes ? token.end() : 1, Math.min(end, sql.length()));
  }

  @Property
  void comments_end_where_pgjdbc_ends_them(
      @ForAll("bodies") String body, @ForAll("comments") String start) {
    // pgjdbc alone takes the slash and star that start a comment for its end, too, if a slash
    // follows.
    String sql = start + (body.startsWith("/") ? " " : "") + body;
    char[] chars = sql.toCharArray();
    int end =
        1
            + (start.equals("--")
                ? Parser.parseLineComment(chars, 0)
                : Parser.parseBlockComment(chars, 0));
    Token token = new Lexer(sql, 0, true, ParameterStyle.NONE).next();
    if (token != null && token.start() == 0) {
      assertEquals(Token.Kind.UNTERMINATED, token.kind());
      assertTrue(end >= sql.length());
    } else {
      int behind = Math.min(end, sql.length());
      assertEquals(new Lexer(sql, behind, true, ParameterStyle.NONE).next(), token);
    }
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of(
            "'", "''", "\"", "\"\"", "\\", "\\'", "$", "$$", "$a$", "a", "1", "_", "ä", "日", " ",
            ";", "?", "-", "--", "/", "*", "/*", "*/", "\n", "\r")
        .list()
        .ofMaxSize(25)
        .map(fragments -> String.join("", fragments));
  }

  @Provide
  Arbitrary<String> comments() {
    return Arbitraries.of("--", "/*");
  }

  /**
   * The end of a string by pgjdbc's scanner, which has to be asked again for each quote that is
   * doubled. It does not know of the pieces of a string over several lines: each is asked for.
   */
  private static int endOfString(String sql, int quote, boolean standardConformingStrings) {
    char[] chars = sql.toCharArray();
    int end = quote;
    int next = quote;
    while (next < sql.length() && chars[next] == '\'') {
      int last = Parser.parseSingleQuotes(chars, next, standardConformingStrings);
      end = Math.min(last + 1, sql.length());
      next = end < sql.length() && chars[end] == '\'' ? end : behindLineBreak(sql, end);
    }
    return end;
  }

  /** Where the text goes on, if a line break and nothing but blanks and comments is before it. */
  private static int behindLineBreak(String sql, int end) {
    Matcher matcher = LINE_BREAK.matcher(sql);
    return matcher.find(end) && matcher.start() == end ? matcher.end() : sql.length();
  }

  private static Token firstToken(String sql, int from, boolean standardConformingStrings) {
    @Nullable Token token =
        new Lexer(sql, from, standardConformingStrings, ParameterStyle.NONE).next();
    assertNotNull(token);
    return token;
  }
}
