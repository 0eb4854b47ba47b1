package io.github.pgbackground.internal.session.argument;

import io.github.pgbackground.internal.sql.BackgroundFunction;

/**
 * What is written around an argument so that the server resolves and coerces it as it would for the
 * call: a catalog function that takes just one value of the parameter's type. {@code textcat(…,
 * '')}, {@code int4up(…)} and {@code int8up(…)} have no other overloads and give their value back.
 */
public final class Coercion {
  private Coercion() {}

  /** What stands before an argument for a parameter of the type. */
  public static String before(BackgroundFunction.Type type) {
    String function = type == BackgroundFunction.Type.TEXT ? "textcat" : type.postgresName() + "up";
    return "pg_catalog." + function + "((";
  }

  /** What stands behind it. */
  public static String behind(BackgroundFunction.Type type) {
    return type == BackgroundFunction.Type.TEXT ? "), '')" : "))";
  }
}
