package io.github.pgbackground.internal.job;

import io.github.pgbackground.internal.rows.ServerError;
import java.io.IOException;
import java.sql.SQLWarning;
import java.util.Locale;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** What is said where output of a job could not be kept for its reader. */
final class Lost {
  private static final String NO_ROOM =
      "They had to wait for their reader, and there was no room: ";

  private Lost() {}

  /** 53200 where there was no memory for a row, 53100 where there was no room in the file. */
  static PSQLException rows(int pid, IOException reason) {
    String message =
        String.format(Locale.ROOT, "rows of the background worker with PID %d are lost", pid);
    ServerError error =
        reason.getCause() instanceof OutOfMemoryError
            ? ServerError.of("53200", message)
                .withDetail("There was no memory for a row: " + reason.getCause())
                .withHint("Give the JVM more memory, or have the job return narrower rows.")
            : ServerError.of("53100", message)
                .withDetail(NO_ROOM + reason)
                .withHint(
                    "Read them sooner, or with a fetch size; or raise pgbackground.maxSpill, which"
                        + " bounds the file in which they wait in the directory for temporary"
                        + " files.");
    PSQLException lost = error.toException();
    lost.initCause(reason);
    return lost;
  }

  /** A warning, in the place of all notices that follow. */
  static SQLWarning notices(int pid, IOException reason) {
    return new PSQLWarning(
        new ServerErrorMessage(
            ServerError.of(
                    "01000",
                    String.format(
                        Locale.ROOT,
                        "further notices of the background worker with PID %d are lost",
                        pid))
                .withDetail(NO_ROOM + reason)
                .wire("WARNING")));
  }
}
