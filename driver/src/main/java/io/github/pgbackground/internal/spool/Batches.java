package io.github.pgbackground.internal.spool;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/** Batches of rows, none of them empty. */
public final class Batches implements Format<List<Tuple>> {
  /** What an array takes besides its bytes, and an object besides its arrays; about. */
  private static final int OVERHEAD = 32;

  private static final int NULL = -1;

  @Override
  public long bytes(List<Tuple> batch) {
    long bytes = 0;
    for (Tuple row : batch) {
      bytes += bytes(row);
    }
    return bytes;
  }

  /** About how many bytes of the heap a row takes. */
  public static long bytes(Tuple row) {
    return row.length() + (long) OVERHEAD * (1 + row.fieldCount());
  }

  @Override
  public void write(List<Tuple> batch, DataOutput out) throws IOException {
    int columns = batch.get(0).fieldCount();
    out.writeInt(batch.size());
    out.writeInt(columns);
    for (Tuple row : batch) {
      for (int i = 0; i < columns; i++) {
        byte[] value = row.get(i);
        out.writeInt(value == null ? NULL : value.length);
        if (value != null) {
          out.write(value);
        }
      }
    }
  }

  @Override
  public List<Tuple> read(DataInput in) throws IOException {
    int rows = in.readInt();
    int columns = in.readInt();
    List<Tuple> batch = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      byte[] @Nullable [] values = new byte[columns] @Nullable [];
      for (int column = 0; column < columns; column++) {
        int length = in.readInt();
        if (length != NULL) {
          byte[] value = new byte[length];
          in.readFully(value);
          values[column] = value;
        }
      }
      batch.add(new Tuple(values));
    }
    return batch;
  }
}
