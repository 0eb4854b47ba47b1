package io.github.pgbackground.internal.jobtext;

import io.github.pgbackground.internal.sql.text.Utf8;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * How far a job says it is.
 *
 * @param percent from 0 to 100
 * @param message at most 63 bytes, cut at a character
 */
public record Progress(int percent, String message) {
  private static final int MESSAGE_BYTES = 63;

  /** What a notice says of it, null if it is another notice. */
  public static @Nullable Progress of(SQLWarning notice) {
    ServerErrorMessage sent =
        notice instanceof PSQLWarning fromServer ? fromServer.getServerErrorMessage() : null;
    if (sent == null || !JobText.PROGRESS.equals(sent.getSQLState())) {
      return null;
    }
    String percent = String.valueOf(sent.getMessage());
    String message = sent.getDetail();
    return percent.matches("-?[0-9]{1,10}") ? of(Long.parseLong(percent), message) : null;
  }

  /** What it is from what a job has said. */
  public static Progress of(long percent, @Nullable String message) {
    return new Progress(
        (int) Math.max(0, Math.min(100, percent)),
        message == null ? "" : Utf8.cut(message, MESSAGE_BYTES));
  }
}
