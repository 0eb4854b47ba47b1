package io.github.pgbackground.internal.forward;

import java.sql.SQLException;
import java.sql.Wrapper;

/** An object that stands before one of pgjdbc's and hands it out only when asked to unwrap it. */
public interface Forwarding extends Wrapper {
  /** The object of pgjdbc that does the work. */
  Wrapper delegate();

  /** Called before the application gets the delegate itself, and with it a way around this driver. */
  void exposing();

  /** Me, else the delegate, else what the delegate unwraps. */
  @Override
  default <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    exposing();
    Wrapper delegate = delegate();
    return iface.isInstance(delegate) ? iface.cast(delegate) : delegate.unwrap(iface);
  }

  @Override
  default boolean isWrapperFor(Class<?> iface) throws SQLException {
    return iface.isInstance(this)
        || iface.isInstance(delegate())
        || delegate().isWrapperFor(iface);
  }
}
