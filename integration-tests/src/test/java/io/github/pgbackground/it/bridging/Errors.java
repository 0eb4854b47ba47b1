package io.github.pgbackground.it.bridging;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.function.Executable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of the server says, as far as an application may look at it. */
final class Errors {
  private Errors() {}

  static List<String> all(Executable failing) {
    PSQLException error = assertThrows(PSQLException.class, failing);
    ServerErrorMessage sent = Objects.requireNonNull(error.getServerErrorMessage());
    return List.of(
        String.valueOf(sent.getSQLState()),
        String.valueOf(sent.getMessage()),
        String.valueOf(sent.getDetail()),
        String.valueOf(sent.getHint()),
        "at " + sent.getPosition(),
        "in " + sent.getInternalQuery() + " at " + sent.getInternalPosition(),
        "where " + sent.getWhere());
  }
}
