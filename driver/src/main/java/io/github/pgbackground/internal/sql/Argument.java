package io.github.pgbackground.internal.sql;

/** What a call has in the place of a parameter. */
public sealed interface Argument {

  /** The offset of its first character; a name before it ({@code sql =>}) does not belong to it. */
  int start();

  /** The offset behind its last character. */
  int end();

  /** A string literal whose value the text shows. */
  record Text(String value, int start, int end) implements Argument {}

  /** An integer literal, with or without sign, that fits the parameter. */
  record Whole(long value, int start, int end) implements Argument {}

  /** {@code NULL}. */
  record Null(int start, int end) implements Argument {}

  /** {@code ?}: the text's parameter with this number, counted from 1. */
  record Parameter(int ordinal, int start, int end) implements Argument {}

  /**
   * Anything else that has no call in it: the server has to evaluate it. It is what may stand
   * between two parentheses, and need not be what may stand in a SELECT list: put parentheses
   * around it.
   */
  record Expression(Parameters parameters, int start, int end) implements Argument {}

  /** A call whose result has the parameter's type; the parentheses around it belong to it. */
  record Nested(Call call, int start, int end) implements Argument {}
}
