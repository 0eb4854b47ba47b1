package io.github.pgbackground.internal.sql.text;

/** What a question mark and a brace mean in a text; it depends on the JDBC method that got it. */
public enum ParameterStyle {
  /** {@code Statement}: a question mark is a character of operators. */
  NONE,
  /**
   * {@code prepareStatement}: {@code ?} is a parameter, {@code ??} a question mark of an operator.
   */
  JDBC,
  /** {@code prepareCall}: as {@link #JDBC}, and a text may be <code>{[? =] call f(…)}</code>. */
  CALL
}
