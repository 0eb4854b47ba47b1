package io.github.pgbackground.internal.sql.text;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tokens of texts, by the rules of PostgreSQL's scanner. */
class LexerTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select a1$ _b Ünï日本🐘 c       → IDENTIFIER select, IDENTIFIER a1$, IDENTIFIER _b, IDENTIFIER Ünï日本🐘, IDENTIFIER c
          "a ""b"" ;"c"d"                 → QUOTED_IDENTIFIER "a ""b"" ;", IDENTIFIER c, QUOTED_IDENTIFIER "d"
          U&"a""b"u&"c"u &"d"             → UNICODE_IDENTIFIER U&"a""b", UNICODE_IDENTIFIER u&"c", IDENTIFIER u, OPERATOR &, QUOTED_IDENTIFIER "d"
          'it''s' ''''                    → STRING 'it''s', STRING ''''
          'a\\' 'b'                       → STRING 'a\\', STRING 'b'
          E'a\\'b' e'''\\\\'              → ESCAPE_STRING E'a\\'b', ESCAPE_STRING e'''\\\\'
          type'a' be'b'                   → IDENTIFIER type, STRING 'a', IDENTIFIER be, STRING 'b'
          B'01' x'1F' X'' bx'1'           → BIT_STRING B'01', BIT_STRING x'1F', BIT_STRING X'', IDENTIFIER bx, STRING '1'
          N'a' n'b' U&'c\\' u&'d'         → OTHER_STRING N'a', OTHER_STRING n'b', OTHER_STRING U&'c\\', OTHER_STRING u&'d'
          $$a$b$$$c$$$ ;$c$               → DOLLAR_STRING $$a$b$$, DOLLAR_STRING $c$$$ ;$c$
          $ä1$$a1$ $ä1$ a$$b              → DOLLAR_STRING $ä1$$a1$ $ä1$, IDENTIFIER a$$b
          $a b $-$ $                      → OTHER $, IDENTIFIER a, IDENTIFIER b, OTHER $, OPERATOR -, OTHER $, OTHER $
          $1$2 $10a                       → NUMBERED_PARAMETER $1, NUMBERED_PARAMETER $2, NUMBERED_PARAMETER $10, IDENTIFIER a
          1 1.5 .5 5. 1e5 1.e+5 .5E-3     → NUMBER 1, NUMBER 1.5, NUMBER .5, NUMBER 5., NUMBER 1e5, NUMBER 1.e+5, NUMBER .5E-3
          1..2 1a 1e 1e+ 0x1F             → NUMBER 1, DOT ., NUMBER .2, NUMBER 1, IDENTIFIER a, NUMBER 1, IDENTIFIER e, NUMBER 1, IDENTIFIER e, OPERATOR +, NUMBER 0, IDENTIFIER x1F
          a.b.* c[1:2]                    → IDENTIFIER a, DOT ., IDENTIFIER b, DOT ., STAR *, IDENTIFIER c, LEFT_BRACKET [, NUMBER 1, OTHER :, NUMBER 2, RIGHT_BRACKET ]
          ({a},b);                        → LEFT_PARENTHESIS (, LEFT_BRACE {, IDENTIFIER a, RIGHT_BRACE }, COMMA ',', IDENTIFIER b, RIGHT_PARENTHESIS ), SEMICOLON ;
          a::b:=c=>d                      → IDENTIFIER a, CAST ::, IDENTIFIER b, ASSIGN :=, IDENTIFIER c, ARROW =>, IDENTIFIER d
          =>-1 =-1 :=-1 *-1 **            → ARROW =>, OPERATOR -, NUMBER 1, OPERATOR =, OPERATOR -, NUMBER 1, ASSIGN :=, OPERATOR -, NUMBER 1, STAR *, OPERATOR -, NUMBER 1, OPERATOR **
          @- @-+ =+-+ <=> =>= + +*        → OPERATOR @-, OPERATOR @-+, OPERATOR =, OPERATOR +, OPERATOR -, OPERATOR +, OPERATOR <=>, OPERATOR =>=, OPERATOR +, OPERATOR +*
          a*/* b */c+--d                  → IDENTIFIER a, STAR *, IDENTIFIER c, OPERATOR +
          /* /* */ ' */ a /**/ b /*/ */c  → IDENTIFIER a, IDENTIFIER b, IDENTIFIER c
          a # ~ ` ! % ^ & | \\ @          → IDENTIFIER a, OPERATOR #, OPERATOR ~, OPERATOR `, OPERATOR !, OPERATOR %, OPERATOR ^, OPERATOR &, OPERATOR |, OTHER \\, OPERATOR @
          """)
  void a_text_has_the_tokens_that_the_server_sees(String sql, String expected) {
    assertEquals(expected, tokens(sql, true, ParameterStyle.JDBC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          'a                    → UNTERMINATED 'a
          a 'b''                → IDENTIFIER a, UNTERMINATED 'b''
          E'a\\'                → UNTERMINATED E'a\\'
          $$a$ $                → UNTERMINATED $$a$ $
          $a$ $$ $A$ $a         → UNTERMINATED $a$ $$ $A$ $a
          "a""                  → UNTERMINATED "a""
          U&"a                  → UNTERMINATED U&"a
          a /* b /* */          → IDENTIFIER a, UNTERMINATED /* b /* */
          /*/                   → UNTERMINATED /*/
          """)
  void what_has_no_end_takes_the_rest_of_the_text(String sql, String expected) {
    assertEquals(expected, tokens(sql, true, ParameterStyle.JDBC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '~',
      textBlock =
          """
          ? ?? ??? ??| a+? ?-1  → PARAMETER ?, OPERATOR ??, OPERATOR ??, PARAMETER ?, OPERATOR ??|, IDENTIFIER a, OPERATOR +, PARAMETER ?, PARAMETER ?, OPERATOR -, NUMBER 1
          a?b @??- |?           → IDENTIFIER a, PARAMETER ?, IDENTIFIER b, OPERATOR @??-, OPERATOR |, PARAMETER ?
          '?' "?" $$?$$ /* ? */ → STRING '?', QUOTED_IDENTIFIER "?", DOLLAR_STRING $$?$$
          """)
  void a_single_question_mark_is_a_parameter_of_jdbc(String sql, String expected) {
    assertEquals(expected, tokens(sql, true, ParameterStyle.JDBC));
    assertEquals(expected, tokens(sql, true, ParameterStyle.CALL));
  }

  @Test
  void a_question_mark_is_part_of_operators_where_there_are_no_parameters() {
    assertEquals(
        "IDENTIFIER a, OPERATOR ?, IDENTIFIER b, OPERATOR ?|, IDENTIFIER c, OPERATOR ??",
        tokens("a ? b ?| c ??", true, ParameterStyle.NONE));
  }

  @Test
  void backslashes_escape_in_plain_strings_without_standard_conforming_strings() {
    String sql = "'a\\'' 'b' N'\\'' U&'c\\' $$\\$$";
    assertEquals(
        "ESCAPE_STRING 'a\\'', STRING 'b', OTHER_STRING N'\\'', OTHER_STRING U&'c\\',"
            + " DOLLAR_STRING $$\\$$",
        tokens(sql, false, ParameterStyle.NONE));
  }

  @Test
  void a_string_goes_on_after_a_line_break() {
    assertEquals(
        "STRING 'a' -- '\n 'b', STRING 'c', IDENTIFIER d",
        tokens("'a' -- '\n 'b' 'c' /* \n */ d", true, ParameterStyle.NONE));
    assertEquals(
        "ESCAPE_STRING E'a'\r'\\'b', STRING 'c', STRING 'd'",
        tokens("E'a'\r'\\'b' 'c' /*\n*/ 'd'", true, ParameterStyle.NONE));
    assertEquals(
        "STRING 'a', UNTERMINATED 'b", tokens("'a' -- \n /**/\n'b", true, ParameterStyle.NONE));
    assertEquals("UNTERMINATED 'a'\n'b", tokens("'a'\n'b", true, ParameterStyle.NONE));
  }

  @Property
  void tokens_follow_each_other_and_only_blanks_and_comments_are_between_them(
      @ForAll("heaps") String sql,
      @ForAll boolean standardConformingStrings,
      @ForAll ParameterStyle style) {
    int end = 0;
    for (Token token : lex(sql, standardConformingStrings, style)) {
      assertTrue(token.start() >= end && token.end() > token.start());
      assertTrue(isBlank(sql.substring(end, token.start())), () -> "before " + token);
      end = token.end();
    }
    assertTrue(isBlank(sql.substring(end)));
  }

  @Property
  void a_token_is_the_same_token_alone(@ForAll("heaps") String sql, @ForAll ParameterStyle style) {
    for (Token token : lex(sql, true, style)) {
      List<Token> alone = lex(token.text(sql), true, style);
      assertEquals(
          List.of(new Token(token.kind(), 0, token.end() - token.start())), alone, token::toString);
    }
  }

  @Provide
  Arbitrary<String> heaps() {
    return Arbitraries.of(
            "a", "E", "e", "U&", "x", "n", "1", "0", ".", "'", "''", "\"", "$", "$$", "$a$", "\\",
            "--", "-", "+", "/*", "*/", "*", "/", "\n", "\r", " ", "\t", ";", "?", "??", "(", ")",
            "=", ">", ":", "@", "ä", "🐘")
        .list()
        .ofMaxSize(30)
        .map(fragments -> String.join("", fragments));
  }

  private static boolean isBlank(String text) {
    String rest = text;
    while (rest.contains("/*")) {
      String innermost = rest.replaceFirst("/\\*((?!/\\*|\\*/)[\\s\\S])*\\*/", " ");
      if (innermost.equals(rest)) {
        break;
      }
      rest = innermost;
    }
    return rest.replaceAll("--[^\n\r]*", "").isBlank()
        || text.replaceAll("--[^\n\r]*", "").isBlank();
  }

  private static String tokens(
      String sql, boolean standardConformingStrings, ParameterStyle style) {
    return lex(sql, standardConformingStrings, style).stream()
        .map(token -> token.kind() + " " + token.text(sql).replaceFirst("^,$", "','"))
        .collect(joining(", "));
  }

  private static List<Token> lex(
      String sql, boolean standardConformingStrings, ParameterStyle style) {
    Lexer lexer = new Lexer(sql, 0, standardConformingStrings, style);
    List<Token> tokens = new ArrayList<>();
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      tokens.add(token);
    }
    return tokens;
  }
}
