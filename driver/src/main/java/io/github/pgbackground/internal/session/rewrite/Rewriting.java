package io.github.pgbackground.internal.session.rewrite;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.QuestionMark;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A statement made of stretches of the application's text and of insertions, with the parameters of
 * both; it knows which place in the application's text a place of it stands for.
 */
public final class Rewriting {
  private static final String NO_SUCH_FUNCTION = "42883";

  private final Script script;
  private final Part part;
  private final List<QuestionMark> marks;

  /** For {@code prepareStatement}. */
  private final StringBuilder text = new StringBuilder();

  /** What pgjdbc will send of it, for its positions. */
  private final StringBuilder sent = new StringBuilder();

  private final List<Stretch> stretches = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();

  /**
   * @param start its offset in what is sent
   * @param source the offset in the application's text that its first character stands for
   * @param copied whether the others stand for the characters behind that one
   * @param function what an error at this place says if a function is missing; null for nothing
   *     else
   */
  private record Stretch(int start, int source, boolean copied, @Nullable Missing function) {}

  /** Says of an error that a function is missing what is to be said of it. */
  @FunctionalInterface
  public interface Missing {
    PSQLException said(ServerError error);
  }

  /** Gives a parameter its value. */
  @FunctionalInterface
  public interface Parameter {
    /** Gives all parameters their values. */
    public void bind(PreparedStatement statement, int index, Bindings bindings) throws SQLException;
  }

  /**
   * @param marks all question marks of the part that are parameters, or stand in operators
   */
  public Rewriting(Script script, Part part, List<QuestionMark> marks) {
    this.script = script;
    this.part = part;
    this.marks = marks;
  }

  /** The text made so far, to be prepared. */
  public String text() {
    return text.toString();
  }

  /** Copies what stands from one offset up to, without it, another one. */
  public Rewriting copy(int from, int to) {
    int at = from;
    for (QuestionMark mark : marks) {
      if (mark.start() >= from && mark.start() < to) {
        plain(at, mark.start());
        at = mark.start() + mark.length();
        stretches.add(new Stretch(sent.length(), mark.start(), false, null));
        if (mark.isParameter()) {
          int number = ordinalOf(mark);
          parameter((statement, index, bindings) -> bindings.bind(number, statement, index));
        } else {
          text.append("??");
          sent.append('?');
        }
      }
    }
    plain(at, to);
    return this;
  }

  private int ordinalOf(QuestionMark parameter) {
    int number = part.parameters().first();
    for (QuestionMark mark : marks) {
      if (mark.start() >= parameter.start()) {
        break;
      }
      number += mark.isParameter() ? 1 : 0;
    }
    return number;
  }

  private void plain(int from, int to) {
    stretches.add(new Stretch(sent.length(), from, true, null));
    text.append(script.sql(), from, to);
    sent.append(script.sql(), from, to);
  }

  /** Inserts what stands for the place at an offset; there is no question mark in it. */
  public Rewriting insert(String sql, int source) {
    return insert(sql, source, null);
  }

  /** Inserts the start of a function's call. */
  public Rewriting insert(String sql, int source, @Nullable Missing function) {
    stretches.add(new Stretch(sent.length(), source, false, function));
    text.append(sql);
    sent.append(sql);
    return this;
  }

  /** Inserts a parameter of ours, behind an insertion. */
  public Rewriting parameter(Parameter parameter) {
    parameters.add(parameter);
    text.append('?');
    sent.append('$').append(parameters.size());
    return this;
  }

  /** Gives all parameters their values. */
  public void bind(PreparedStatement statement, Bindings bindings) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).bind(statement, i + 1, bindings);
    }
  }

  /** The error as the server would have raised it for the application's own text. */
  public SQLException translated(PSQLException error) {
    ServerErrorMessage message = error.getServerErrorMessage();
    if (message == null || message.getPosition() == 0) {
      return error;
    }
    Stretch found = stretchAt(offset(message.getPosition()));
    ServerError there = ServerError.of(message);
    if (found.function() != null && NO_SUCH_FUNCTION.equals(message.getSQLState())) {
      return found.function().said(there);
    }
    return there.withPosition(written(message.getPosition())).toException();
  }

  /** The position in the application's text of a position that the server gave. */
  int written(int position) {
    int offset = offset(position);
    Stretch found = stretchAt(offset);
    int source = found.source() + (found.copied() ? offset - found.start() : 0);
    return Position.at(script.sql(), Math.min(source, part.end()));
  }

  private int offset(int position) {
    return Position.offset(sent.toString(), position, false);
  }

  private Stretch stretchAt(int offset) {
    Stretch found = stretches.get(0);
    for (Stretch stretch : stretches) {
      if (stretch.start() > offset) {
        break;
      }
      found = stretch;
    }
    return found;
  }
}
