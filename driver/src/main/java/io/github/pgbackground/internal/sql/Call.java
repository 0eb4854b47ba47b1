package io.github.pgbackground.internal.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function: {@code [public.]name(arguments)}.
 *
 * @param arguments one entry for each of the function's parameters, in the function's order; null
 *     where the text gives none and the parameter has its default
 */
public record Call(
    BackgroundFunction function, List<@Nullable Argument> arguments, int start, int end) {

  public Call {
    arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
  }

  // Java's own for a record keep the components' types, and so our class loader, in a cache.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Call call
        && start == call.start
        && end == call.end
        && function.equals(call.function)
        && arguments.equals(call.arguments);
  }

  @Override
  public int hashCode() {
    return start;
  }
}
