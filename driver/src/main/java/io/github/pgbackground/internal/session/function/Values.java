package io.github.pgbackground.internal.session.function;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call in the function's order, null for one that is null or has its default:
 * numbers, and anything else as its text.
 */
public record Values(List<@Nullable Object> values) {
  public Values {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** An argument as text. */
  String text(int parameter) {
    return String.valueOf(values.get(parameter));
  }

  /** Null counts as 0: that is what a function that is not strict sees. */
  public int int4(int parameter) {
    return (int) int8(parameter);
  }

  /** Null counts as 0. */
  long int8(int parameter) {
    return values.get(parameter) instanceof Number number ? number.longValue() : 0;
  }
}
