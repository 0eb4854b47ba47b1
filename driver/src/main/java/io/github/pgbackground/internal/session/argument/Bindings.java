package io.github.pgbackground.internal.session.argument;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The values an application has bound to the parameters of a text, counted from 1. */
public interface Bindings {

  /** Those of a text without parameters. */
  Bindings NONE =
      new Bindings() {
        @Override
        public @Nullable Object plain(int ordinal) {
          return null;
        }

        @Override
        public void bind(int ordinal, PreparedStatement target, int index) {
          throw new IllegalStateException("There are no parameters.");
        }
      };

  /**
   * The value, if pgjdbc would send it as what it is: an {@link Integer} as int4, a {@link Long} as
   * int8, a {@link String} as text; null if only the server can tell what becomes of it.
   */
  @Nullable Object plain(int ordinal);

  /** Binds the value to a parameter of another statement of the same connection. */
  void bind(int ordinal, PreparedStatement target, int index) throws SQLException;

  /**
   * The same, for a statement that is only explained: a value that can be used but once is a null
   * in it. This itself, if all values can be used again.
   */
  default Bindings repeatable() {
    return this;
  }
}
