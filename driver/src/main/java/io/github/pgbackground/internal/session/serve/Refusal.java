package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.Reason;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.SQLException;
import java.util.Locale;

/** What is said of a call that no route can answer exactly as the extension would. */
public final class Refusal {
  private Refusal() {}

  /** 0A000, at the call, with a hint that depends on what stands in the way. */
  public static SQLException of(Script script, Part.Unserved part) {
    return of(script, part.functionName(), part.callStart(), part.reason());
  }

  /** The same for a call whose place is only seen to be such a one when it is to run. */
  public static SQLException of(Script script, Call call, Reason reason) {
    return of(script, call.function().name(), call.start(), reason);
  }

  private static SQLException of(Script script, String name, int callStart, Reason reason) {
    String plain =
        String.format(
            Locale.ROOT,
            "Write SELECT %s(…) or SELECT … FROM %s(…), with nothing else in the statement",
            name,
            name);
    String hint =
        switch (reason) {
          case STATEMENT -> plain + ".";
          case CLAUSE -> plain + ", and do the rest in a second statement.";
          case ARGUMENT -> "Make the inner call a statement of its own and pass its result on.";
          case LAUNCH ->
              "Run SELECT pg_background_launch(…) first, and give the handle it returns to "
                  + name
                  + ".";
          case ROW -> "Run one statement for each row, and pass the value as a parameter.";
          case WHOLE_ROW -> "Name the columns of the column definition list, or *.";
        };
    return ServerError.of("0A000", name + " cannot be called in this place")
        .withDetail(
            "The calls of a statement are served by this connection's driver, which cannot tell"
                + " whether the server would evaluate this one.")
        .withHint(hint)
        .withPosition(Position.at(script.sql(), callStart))
        .toException();
  }
}
