package io.github.pgbackground.internal.link.tap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Tuple;

/** Rows go to the one who takes them, and all else to pgjdbc, however the stream is cut. */
class RowTapTest {
  private final RowTap tap = new RowTap();
  private final CutStream stream = new CutStream();
  private final List<String> told = new ArrayList<>();
  private boolean takes = true;
  private boolean wants = true;

  @BeforeEach
  void tell() {
    tap.tellTo(
        new RowTaker() {
          @Override
          public boolean columns(List<Field> columns) {
            told.add(
                columns.stream()
                    .map(
                        field ->
                            field.getColumnLabel() + " " + field.getOID() + " " + field.getMod())
                    .toList()
                    .toString());
            return takes;
          }

          @Override
          public boolean wantsRows() {
            return wants;
          }

          @Override
          public void row(Tuple row) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.fieldCount(); i++) {
              byte[] value = row.get(i);
              values.add(value == null ? "null" : new String(value, StandardCharsets.UTF_8));
            }
            told.add(String.join("|", values));
          }

          @Override
          public void cannotKeep(OutOfMemoryError error) {
            told.add("no memory");
          }

          @Override
          public void statementEnded() {
            told.add("ended");
          }

          @Override
          public void beforeRead() {}
        });
  }

  private interface Body {
    void write(DataOutputStream to) throws IOException;
  }

  private static byte[] message(char type, Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    body.write(new DataOutputStream(bytes));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(message);
    out.writeByte(type);
    out.writeInt(4 + bytes.size());
    bytes.writeTo(out);
    return message.toByteArray();
  }

  private static byte[] columns(String... labels) throws IOException {
    return message(
        'T',
        to -> {
          to.writeShort(labels.length);
          for (String label : labels) {
            to.write(label.getBytes(StandardCharsets.UTF_8));
            to.writeByte(0);
            to.writeInt(16384);
            to.writeShort(1);
            to.writeInt(Oid.VARCHAR);
            to.writeShort(-1);
            to.writeInt(7);
            to.writeShort(0);
          }
        });
  }

  private static byte[] row(@Nullable String... values) throws IOException {
    return message(
        'D',
        to -> {
          to.writeShort(values.length);
          for (String value : values) {
            byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
            to.writeInt(bytes == null ? -1 : bytes.length);
            if (bytes != null) {
              to.write(bytes);
            }
          }
        });
  }

  private static byte[] text(char type, String text) throws IOException {
    return message(type, to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private byte[] read(Random random) throws IOException {
    return stream.read(tap::read, random);
  }

  @Test
  void rows_are_taken_and_nothing_else_however_the_stream_is_cut() throws IOException {
    String wide = "x".repeat(100_000);
    stream.passes(columns("ä", "b"));
    stream.isTaken(row("1", null));
    stream.passes(text('N', "a notice"));
    stream.isTaken(row("", wide));
    stream.passes(text('C', "SELECT 2\0"));
    stream.passes(text('I', ""));
    stream.passes(text('Z', "I"));
    for (int seed = 0; seed < 50; seed++) {
      told.clear();
      assertArrayEquals(stream.expected(), read(new Random(seed)));
      assertEquals(List.of("[ä 1043 7, b 1043 7]", "1|null", "|" + wide, "ended", "ended"), told);
    }
  }

  @Test
  void rows_that_the_taker_leaves_to_pgjdbc_pass() throws IOException {
    takes = false;
    stream.passes(columns("a"));
    stream.passes(row("1"));
    stream.passes(text('C', "SELECT 1\0"));
    assertArrayEquals(stream.expected(), read(new Random(1)));
    assertEquals(List.of("[a 1043 7]", "ended"), told);
  }

  @Test
  void rows_that_nobody_wants_are_skipped() throws IOException {
    wants = false;
    stream.passes(columns("a"));
    stream.isTaken(row("x".repeat(200_000)));
    stream.passes(text('C', "SELECT 1\0"));
    assertArrayEquals(stream.expected(), read(new Random(1)));
    assertEquals(List.of("[a 1043 7]", "ended"), told);
  }

  @Test
  void a_row_for_which_there_is_no_memory_is_skipped_and_said() throws IOException {
    stream.passes(columns("a"));
    stream.isTaken(
        message(
            'D',
            to -> {
              to.writeShort(2);
              // No array can be as long as that.
              to.writeInt(Integer.MAX_VALUE);
              to.write(new byte[20_000]);
            }));
    stream.passes(text('C', "SELECT 1\0"));
    assertArrayEquals(stream.expected(), read(new Random(1)));
    assertEquals(List.of("[a 1043 7]", "no memory", "ended"), told);
  }

  @Test
  void when_nobody_takes_any_more_rows_are_pgjdbcs() throws IOException {
    stream.passes(columns("a"));
    stream.isTaken(row("1"));
    stream.passes(text('C', "SELECT 1\0"));
    stream.passes(text('Z', "I"));
    read(new Random(1));
    tap.tellTo(null);
    stream.reset();
    stream.passes(columns("a"));
    stream.passes(row("1"));
    stream.passes(text('C', "SELECT 1\0"));
    assertArrayEquals(stream.expected(), read(new Random(1)));
  }

  @Test
  void a_row_that_is_cut_off_is_the_end_of_the_connection() throws IOException {
    stream.passes(columns("a"));
    byte[] row = row("a value");
    stream.isTaken(Arrays.copyOf(row, row.length - 1));
    assertThrows(EOFException.class, () -> read(new Random(1)));
  }
}
