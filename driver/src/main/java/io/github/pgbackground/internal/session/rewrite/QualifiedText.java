package io.github.pgbackground.internal.session.rewrite;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.Name;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A statement with the names of functions and types qualified by the schema in which the server has
 * them, in strings that it runs too; its errors speak of the application's text. Immutable.
 */
public final class QualifiedText {
  /** How the names of pg_background's functions and types begin. */
  private static final String PREFIX = "pg_background_";

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

  /** The error with its position in the application's own text. */
  public SQLException translated(PSQLException error) {
    ServerErrorMessage message = error.getServerErrorMessage();
    int position = message == null ? 0 : message.getPosition();
    int written = position == 0 ? 0 : rewriting().written(position);
    return message == null || written == position
        ? error
        : ServerError.of(message).withPosition(written).toException();
  }

  /**
   * An error or a notice as the server would have sent it for the application's own text, but for
   * the position in that. Where it speaks of another text whose names were qualified, they have no
   * schema.
   *
   * @param fields those of the message: a letter, the text, a zero byte
   */
  public String asWritten(String fields) {
    if (schema.isEmpty() || !fields.contains(schema + ".")) {
      return fields;
    }
    ServerErrorMessage sent = new ServerErrorMessage(fields);
    StringBuilder written = new StringBuilder(fields.length());
    int from = 0;
    for (int end = fields.indexOf(0); end > from; end = fields.indexOf(0, from)) {
      char type = fields.charAt(from);
      String text = fields.substring(from + 1, end);
      written.append(type).append(asWritten(type, text, sent)).append('\0');
      from = end + 1;
    }
    return written.append(fields, from, fields.length()).toString();
  }

  private String asWritten(char type, String text, ServerErrorMessage sent) {
    String query = sent.getInternalQuery();
    return switch (type) {
      case 'M', 'W', 'q' -> new Written(text).text();
      case 'p' -> query == null ? text : positionIn(new Written(query), sent.getInternalPosition());
      default -> text;
    };
  }

  private static String positionIn(Written inner, int position) {
    int offset = Position.offset(inner.sent, position, false);
    return Integer.toString(Position.at(inner.text(), inner.offset(offset)));
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
        int behind = at + prefix.length();
        Name name = nameAt(behind);
        if (at >= from && (name != null || isOfOther(behind))) {
          written.append(sent, from, at);
          if (name != null) {
            written.append(script.sql(), name.start(), name.name());
          }
          from = behind;
        }
      }
      return written.append(sent, Math.min(from, end), end).toString();
    }

    /** Whether a name that starts here is of pg_background's, of a text before this one. */
    private boolean isOfOther(int offset) {
      int name = sent.startsWith("\"", offset) ? offset + 1 : offset;
      return sent.regionMatches(true, name, PREFIX, 0, PREFIX.length());
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
