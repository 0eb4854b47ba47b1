package io.github.pgbackground.internal.sql.text;

/** One token of an SQL text: what it is, and where it starts and ends (exclusive). */
public record Token(Kind kind, int start, int end) {

  /** The kinds of token that reading calls has to tell apart. */
  public enum Kind {
    /** A key word or a name without quotes. */
    IDENTIFIER,
    /** {@code "name"}. */
    QUOTED_IDENTIFIER,
    /** {@code U&"name"}. */
    UNICODE_IDENTIFIER,
    /**
     * {@code 'text'} in which a backslash, if any, is a backslash; its pieces over several lines.
     */
    STRING,
    /** {@code E'text'}, and {@code 'text'} with backslashes that escape. */
    ESCAPE_STRING,
    /** {@code $tag$text$tag$}. */
    DOLLAR_STRING,
    /** {@code B'01'} and {@code X'1F'}. */
    BIT_STRING,
    /** {@code U&'text'} and {@code N'text'}. */
    OTHER_STRING,
    /** Digits, with or without fraction and exponent; a sign is an operator. */
    NUMBER,
    /** {@code ?} where it is a parameter. */
    PARAMETER,
    /** {@code $1}. */
    NUMBERED_PARAMETER,
    /** Any operator but those below. */
    OPERATOR,
    /** {@code *} alone. */
    STAR,
    /** {@code ::}. */
    CAST,
    /** {@code :=}. */
    ASSIGN,
    /** <code>=&gt;</code>. */
    ARROW,
    COMMA,
    DOT,
    SEMICOLON,
    LEFT_PARENTHESIS,
    RIGHT_PARENTHESIS,
    LEFT_BRACKET,
    RIGHT_BRACKET,
    LEFT_BRACE,
    RIGHT_BRACE,
    /** A character that starts no token, a lone colon among them. */
    OTHER,
    /** A string, a quoted identifier or a comment without its end: the rest of the text. */
    UNTERMINATED
  }

  /** The token's characters. */
  public String text(String sql) {
    return sql.substring(start, end);
  }

  /** Whether this is the given key word, which is written in lower case. */
  public boolean is(String sql, String keyword) {
    return kind == Kind.IDENTIFIER && Identifiers.isFolded(sql, start, end, keyword);
  }
}
