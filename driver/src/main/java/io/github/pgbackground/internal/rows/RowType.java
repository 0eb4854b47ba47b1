package io.github.pgbackground.internal.rows;

import java.sql.SQLException;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;

/** Whether what a worker gave fits the caller's column definition list, as the extension checks. */
public final class RowType {
  /** What is said of rows that the caller did not expect so. */
  public static final String ROWS_MISMATCH =
      "remote query result rowtype does not match the specified FROM clause rowtype";

  /** The same of command tags. */
  public static final String TAGS_MISMATCH =
      "remote query did not return a result set, but result rowtype is not a single text column";

  private RowType() {}

  /** Throws 42804 unless number and types of the columns are the same; typmods may differ. */
  public static void check(List<Field> given, List<Field> expected) throws SQLException {
    boolean fits = given.size() == expected.size();
    for (int i = 0; fits && i < given.size(); i++) {
      fits = given.get(i).getOID() == expected.get(i).getOID();
    }
    if (!fits) {
      throw ServerError.of("42804", ROWS_MISMATCH).toException();
    }
  }

  /** A text without rows gives its command tags, in a column of type text. */
  public static void checkTags(List<Field> expected) throws SQLException {
    if (expected.size() != 1 || expected.get(0).getOID() != Oid.TEXT) {
      throw ServerError.of("42804", TAGS_MISMATCH).toException();
    }
  }
}
