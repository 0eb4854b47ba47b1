package io.github.pgbackground.internal.session.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Query.ColumnName;
import io.github.pgbackground.internal.sql.RowSource;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;

/** What rows take of the room that a statement has. */
class RoomTest {

  /** Four bytes of length before each value, in arrays; in JSON what can be seen. */
  @ParameterizedTest
  @CsvSource({
    "false, 12345, abc, 16",
    "false, 12345, abcde, 20",
    "false, , , 8",
    "true, 12345, abc, 24",
    "true, , , 3",
    "true, 1, äö, 21",
  })
  void a_row_takes_what_it_has_in_a_message_at_most(
      boolean asFunction, String number, String text, int bytes) throws SQLException {
    rows(asFunction).add(List.of(tuple(number, text)), new Room(bytes));
    PSQLException error =
        assertThrows(
            PSQLException.class,
            () -> rows(asFunction).add(List.of(tuple(number, text)), new Room(bytes - 1)));
    assertEquals("54000", error.getSQLState());
    assertEquals(
        "Large result sets should be written to a table instead.",
        Objects.requireNonNull(error.getServerErrorMessage()).getHint());
  }

  private static Tuple tuple(String... values) {
    Tuple tuple = new Tuple(values.length);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        tuple.set(i, values[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    return tuple;
  }

  private static FedRows rows(boolean asFunction) {
    Call call =
        new Call(
            Objects.requireNonNull(FunctionTable.V1_8.find("pg_background_result")),
            List.of(new Argument.Whole(1, 0, 0)),
            0,
            0);
    return new FedRows(
        new RowSource(
            call,
            asFunction,
            null,
            List.of(new ColumnName("n", "int"), new ColumnName("t", "text")),
            0,
            0),
        List.of(new Field("n", Oid.INT4), new Field("t", Oid.TEXT)),
        asFunction);
  }
}
