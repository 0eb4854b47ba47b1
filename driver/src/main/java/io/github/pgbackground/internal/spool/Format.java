package io.github.pgbackground.internal.spool;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How something is kept outside memory. */
public interface Format<T> {

  /** About how many bytes of the heap it takes. */
  long bytes(T item);

  void write(T item, DataOutput out) throws IOException;

  /** Reads what {@link #write} has written. */
  T read(DataInput in) throws IOException;
}
