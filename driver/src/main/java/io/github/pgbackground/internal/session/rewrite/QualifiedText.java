package io.github.pgbackground.internal.session.rewrite;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.rows.ServerError.Inner;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.Name;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * A statement with the names of functions and types qualified by the schema in which the server has
 * them, in strings that it runs too; its errors speak of the application's text. Immutable.
 */
public final class QualifiedText {
  private final Script script;
  private final Part.Bridged part;
  private final String schema;

  /**
   * @param schema empty where the server finds the names as they stand
   */
  public QualifiedText(Script script, Part.Bridged part, String schema) {
    this.script = script;
    this.part = part;
    this.schema = schema;
  }

  /** For a statement without parameters of pgjdbc's; without a schema the text as it stands. */
  public String toExecute() {
    if (schema.isEmpty()) {
      return script.text(part);
    }
    StringBuilder text = new StringBuilder(part.end() - part.start() + 16 * part.names().size());
    int from = part.start();
    for (Name name : part.names()) {
      text.append(script.sql(), from, name.start()).append(schema).append('.');
      from = name.name();
    }
    return text.append(script.sql(), from, part.end()).toString();
  }

  /** For a prepared statement: parameters are {@code ?}, other question marks are doubled. */
  public String toPrepare() {
    return rewriting().text();
  }

  private Rewriting rewriting() {
    Rewriting rewriting = new Rewriting(script, part, part.marks());
    int from = part.start();
    if (!schema.isEmpty()) {
      for (Name name : part.names()) {
        rewriting.copy(from, name.start()).insert(schema + ".", name.start());
        from = name.name();
      }
    }
    return rewriting.copy(from, part.end());
  }

  /** The error as the server would have raised it for the application's own text. */
  public SQLException translated(PSQLException error) {
    ServerErrorMessage message = error.getServerErrorMessage();
    if (message == null) {
      return error;
    }
    ServerError sent = ServerError.of(message);
    ServerError written = asWritten(sent);
    int position = message.getPosition();
    if (position > 0) {
      written = written.withPosition(rewriting().written(position));
    }
    return written.equals(sent) ? error : written.toException();
  }

  /**
   * A chain of warnings as the server would have given it for the application's own text: the very
   * one if it says nothing of another.
   */
  public SQLWarning translated(SQLWarning first) {
    boolean same = true;
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      same &= ServerError.reworded(warning, this::asWritten) == warning;
    }
    if (same) {
      return first;
    }
    SQLWarning translated = unchained(first);
    SQLWarning last = translated;
    for (SQLWarning next = first.getNextWarning(); next != null; next = next.getNextWarning()) {
      SQLWarning one = unchained(next);
      last.setNextWarning(one);
      last = one;
    }
    return translated;
  }

  /** One without those that hang on it. */
  private SQLWarning unchained(SQLWarning warning) {
    SQLWarning other = ServerError.reworded(warning, this::asWritten);
    if (other != warning) {
      return other;
    }
    return warning instanceof PSQLWarning sent
        ? new PSQLWarning(sent.getServerErrorMessage())
        : new SQLWarning(warning.getMessage(), warning.getSQLState(), warning.getErrorCode());
  }

  private ServerError asWritten(ServerError sent) {
    if (schema.isEmpty()) {
      return sent;
    }
    String where = sent.where();
    Inner inner = sent.inner();
    return sent.withMessage(new Written(sent.message()).text())
        .withWhere(where == null ? null : new Written(where).text())
        .withInner(inner == null ? null : asWritten(inner));
  }

  private Inner asWritten(Inner inner) {
    Written written = new Written(inner.query());
    int offset = Position.offset(inner.query(), inner.position(), false);
    return new Inner(
        written.text(),
        inner.position() == 0 ? 0 : Position.at(written.text(), written.offset(offset)));
  }

  /** A text of the server's with the names in it as the application has written them. */
  private final class Written {
    private final String sent;
    private final String text;

    Written(String sent) {
      this.sent = sent;
      this.text = until(sent.length());
    }

    String text() {
      return text;
    }

    /** The offset that an offset in what the server sent has here. */
    int offset(int inSent) {
      return until(inSent).length();
    }

    private String until(int end) {
      String prefix = schema + ".";
      StringBuilder written = new StringBuilder(end);
      int from = 0;
      for (int at = sent.indexOf(prefix); at >= 0 && at < end; at = sent.indexOf(prefix, at + 1)) {
        Name name = nameAt(at + prefix.length());
        if (name != null && at >= from) {
          written.append(sent, from, at).append(script.sql(), name.start(), name.name());
          from = at + prefix.length();
        }
      }
      return written.append(sent, Math.min(from, end), end).toString();
    }

    /** The name in the application's text that starts here, without its schema. */
    private @Nullable Name nameAt(int offset) {
      for (Name name : part.names()) {
        int length = name.end() - name.name();
        int end = offset + length;
        if (sent.regionMatches(true, offset, script.sql(), name.name(), length)
            && (end == sent.length() || !Character.isJavaIdentifierPart(sent.charAt(end)))) {
          return name;
        }
      }
      return null;
    }
  }
}
