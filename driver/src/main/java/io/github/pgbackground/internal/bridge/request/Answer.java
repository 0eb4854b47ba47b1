package io.github.pgbackground.internal.bridge.request;

import io.github.pgbackground.internal.rows.ArrayText;
import io.github.pgbackground.internal.rows.RecordText;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a large object with an answer holds, as {@code request.sql} reads it. */
public final class Answer {
  /** What a function can read at once, in bytes; a value of the server's cannot be longer. */
  private static final long LONGEST = 1_000_000_000;

  private Answer() {}

  /** The key, and which kind of answer it is. */
  private static ByteArrayOutputStream begin(String key, char kind) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
    answer.write(kind);
    return answer;
  }

  /** A value as text, or null. */
  static byte[] value(String key, @Nullable String value) {
    if (value == null) {
      return begin(key, 'N').toByteArray();
    }
    ByteArrayOutputStream answer = begin(key, 'V');
    answer.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    return answer.toByteArray();
  }

  /** The attributes of a composite value, or null. */
  static byte[] composite(String key, @Nullable Tuple value) {
    return value(key, value == null ? null : RecordText.write(value));
  }

  /** The custom settings whose values are to come with the same request again. */
  public static byte[] names(String key, Collection<String> names) {
    ArrayText text = new ArrayText();
    names.forEach(name -> text.add(bytes(name)));
    ByteArrayOutputStream answer = begin(key, 'C');
    answer.writeBytes(text.take());
    return answer.toByteArray();
  }

  public static byte[] error(String key, SQLException error) {
    ServerErrorMessage sent =
        error instanceof PSQLException fromServer ? fromServer.getServerErrorMessage() : null;
    ByteArrayOutputStream answer = begin(key, 'E');
    String text =
        sent == null
            ? ArrayText.of(
                error.getSQLState() == null ? "XX000" : error.getSQLState(),
                error.getMessage(),
                null,
                null)
            : ArrayText.of(
                sent.getSQLState(),
                sent.getMessage(),
                sent.getDetail(),
                sent.getHint(),
                orEmpty(sent.getColumn()),
                orEmpty(sent.getConstraint()),
                orEmpty(sent.getDatatype()),
                orEmpty(sent.getTable()),
                orEmpty(sent.getSchema()));
    answer.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return answer.toByteArray();
  }

  /** PL/pgSQL can raise no field that is null. */
  private static String orEmpty(@Nullable String field) {
    return field == null ? "" : field;
  }

  /**
   * All rows of a result, which is over then.
   *
   * @param mismatch what is to be said when the caller expects other types
   * @throws SQLException the job's error; 54000 when it is more than a value can be
   */
  static byte[] rows(String key, RowStream rows, String mismatch, Execution execution)
      throws SQLException {
    List<Field> fields = rows.fields();
    List<ArrayText> columns = new ArrayList<>();
    fields.forEach(field -> columns.add(new ArrayText()));
    for (List<Tuple> batch = rows.next(execution); !batch.isEmpty(); batch = rows.next(execution)) {
      for (Tuple row : batch) {
        for (int i = 0; i < columns.size(); i++) {
          columns.get(i).add(row.get(i));
        }
      }
      if (columns.stream().mapToLong(ArrayText::size).sum() > LONGEST) {
        rows.finish(execution);
        throw ServerError.of("54000", "the result of the background worker is too large to return")
            .withDetail(String.format(Locale.ROOT, "It is longer than %d bytes.", LONGEST))
            .withHint("Have the job write it to a table.")
            .toException();
      }
    }
    return rows(key, fields, columns, mismatch);
  }

  private static byte[] rows(
      String key, List<Field> fields, List<ArrayText> columns, String mismatch) {
    ArrayText types = new ArrayText();
    ArrayText typmods = new ArrayText();
    ArrayText lengths = new ArrayText();
    List<byte[]> arrays = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      arrays.add(columns.get(i).take());
      types.add(bytes(Integer.toUnsignedString(fields.get(i).getOID())));
      typmods.add(bytes(Integer.toString(fields.get(i).getMod())));
      lengths.add(bytes(Integer.toString(arrays.get(i).length)));
    }
    byte[] description =
        new ArrayText()
            .add(types.take())
            .add(typmods.take())
            .add(lengths.take())
            .add(bytes(mismatch))
            .take();
    ByteArrayOutputStream answer = begin(key, 'R');
    answer.writeBytes(bytes(String.format(Locale.ROOT, "%08d", description.length)));
    answer.writeBytes(description);
    arrays.forEach(answer::writeBytes);
    return answer.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
