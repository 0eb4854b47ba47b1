package io.github.pgbackground.internal.session.function;

import io.github.pgbackground.internal.session.handle.Handle;
import java.sql.SQLException;

/** Says who may use which handle. */
@FunctionalInterface
public interface Rights {
  /** Whether the current user has the privileges of the one who has launched the handle's job. */
  boolean mayUse(Handle handle) throws SQLException;
}
