package io.github.pgbackground.internal.jdbc.result;

import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * The warnings of a served execution; one thread adds, any thread may read or clear at any time, as
 * with pgjdbc's statements: the first warning is volatile and each knows its next.
 */
public final class WarningChain {
  private volatile @Nullable SQLWarning first;
  private @Nullable SQLWarning last;

  /** Adds a warning with those that hang on it. */
  public void add(SQLWarning warning) {
    SQLWarning tail = last;
    if (first == null || tail == null) {
      first = warning;
    } else {
      tail.setNextWarning(warning);
      if (first == null) {
        // Cleared meanwhile: what comes after a clear is to be seen.
        first = warning;
      }
    }
    last = endOf(warning);
  }

  private static SQLWarning endOf(SQLWarning warning) {
    SQLWarning end = warning;
    for (SQLWarning next = end; next != null; next = next.getNextWarning()) {
      end = next;
    }
    return end;
  }

  public @Nullable SQLWarning first() {
    return first;
  }

  public void clear() {
    first = null;
  }
}
