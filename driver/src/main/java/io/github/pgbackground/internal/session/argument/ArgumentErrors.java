package io.github.pgbackground.internal.session.argument;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.argument.ArgumentQuery.Piece;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Errors of an {@link ArgumentQuery} as the server would have raised them for the application's own
 * text: at its positions, and about the functions it calls.
 *
 * @param asked the query's text
 * @param numbered whether pgjdbc has numbered the parameters in it
 */
record ArgumentErrors(Script script, String asked, boolean numbered, List<Piece> pieces) {

  /** A set-returning function: the server would make a call for each of its values. */
  SQLException severalValues() {
    Call call = pieces.get(0).call();
    return ServerError.of(
            "0A000", "set-returning arguments of " + call.function().name() + " cannot be served")
        .withDetail("The arguments did not give exactly one row of values; nothing was launched.")
        .withHint("Run one statement for each value.")
        .withPosition(Position.at(script.sql(), call.start()))
        .toException();
  }

  /** The error as the server would have raised it for the application's own text. */
  PSQLException translated(PSQLException e) {
    ServerErrorMessage sent = e.getServerErrorMessage();
    if (sent == null || sent.getPosition() == 0) {
      return e;
    }
    int offset = Position.offset(asked, sent.getPosition(), numbered);
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Piece piece = pieces.get(i);
      if (offset >= piece.argumentStart()) {
        int there = piece.argument().start() + (offset - piece.argumentStart());
        int position = Position.at(script.sql(), Math.min(there, piece.argument().end()));
        return ServerError.of(sent).withPosition(position).toException();
      } else if (offset >= piece.start()) {
        return NoSuchFunction.of(
            ServerError.of(sent), piece.call(), piece.argument(), piece.type(), script.sql());
      }
    }
    return e;
  }
}
