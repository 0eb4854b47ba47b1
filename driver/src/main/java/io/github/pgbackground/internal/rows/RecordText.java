package io.github.pgbackground.internal.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Tuple;

/** Rows as values of type record, written as PostgreSQL's {@code record_out} writes them. */
public final class RecordText {
  private RecordText() {}

  /** For each row a row of one value. */
  public static List<Tuple> of(List<Tuple> rows) {
    List<Tuple> records = new ArrayList<>(rows.size());
    for (Tuple tuple : rows) {
      records.add(new Tuple(new byte[][] {write(tuple).getBytes(StandardCharsets.UTF_8)}));
    }
    return records;
  }

  /** One row as a value. */
  public static String write(Tuple tuple) {
    StringBuilder record = new StringBuilder("(");
    for (int i = 0; i < tuple.fieldCount(); i++) {
      if (i > 0) {
        record.append(',');
      }
      byte[] value = tuple.get(i);
      if (value != null) {
        writeValue(record, new String(value, StandardCharsets.UTF_8));
      }
    }
    return record.append(')').toString();
  }

  private static void writeValue(StringBuilder record, String value) {
    if (!value.isEmpty() && value.chars().noneMatch(RecordText::needsQuotes)) {
      record.append(value);
      return;
    }
    record.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        record.append(c);
      }
      record.append(c);
    }
    record.append('"');
  }

  private static boolean needsQuotes(int c) {
    return switch (c) {
      case '"', '\\', '(', ')', ',', ' ', '\t', '\n', '\r', '\f', 0x0B -> true;
      default -> false;
    };
  }
}
