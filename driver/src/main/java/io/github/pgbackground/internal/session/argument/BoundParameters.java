package io.github.pgbackground.internal.session.argument;

import io.github.pgbackground.internal.forward.RecordedParameters.Binder;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** The values set on a prepared text with calls; used by one thread at a time. */
public final class BoundParameters implements Bindings {
  private final @Nullable Binder[] binders;
  private final @Nullable Object[] plain;

  /** Those whose values are used up when they are bound. */
  private final BitSet once;

  public BoundParameters(int count) {
    this(new @Nullable Binder[count], new @Nullable Object[count], new BitSet());
  }

  private BoundParameters(@Nullable Binder[] binders, @Nullable Object[] plain, BitSet once) {
    this.binders = binders;
    this.plain = plain;
    this.once = once;
  }

  public void set(int ordinal, Binder binder, @Nullable Object value) {
    binders[ordinal - 1] = binder;
    plain[ordinal - 1] = value;
    once.clear(ordinal - 1);
  }

  public void setOnce(int ordinal, Binder binder) {
    set(ordinal, binder, null);
    once.set(ordinal - 1);
  }

  public void clear() {
    Arrays.fill(binders, null);
    Arrays.fill(plain, null);
    once.clear();
  }

  public BoundParameters copy() {
    return new BoundParameters(binders.clone(), plain.clone(), (BitSet) once.clone());
  }

  @Override
  public Bindings repeatable() {
    if (once.isEmpty()) {
      return this;
    }
    BoundParameters repeatable = copy();
    for (int i = once.nextSetBit(0); i >= 0; i = once.nextSetBit(i + 1)) {
      repeatable.set(i + 1, (target, index) -> target.setNull(index, Types.NULL), null);
    }
    return repeatable;
  }

  /** As pgjdbc checks before it sends anything. */
  public void checkAllSet() throws SQLException {
    for (int i = 0; i < binders.length; i++) {
      if (binders[i] == null) {
        throw new PSQLException(
            "No value specified for parameter " + (i + 1) + ".", PSQLState.INVALID_PARAMETER_VALUE);
      }
    }
  }

  @Override
  public @Nullable Object plain(int ordinal) {
    return plain[ordinal - 1];
  }

  @Override
  public void bind(int ordinal, PreparedStatement target, int index) throws SQLException {
    Binder binder = binders[ordinal - 1];
    if (binder != null) {
      binder.bind(target, index);
    }
  }
}
