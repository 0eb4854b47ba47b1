package io.github.pgbackground.internal.sql.recognition.command;

import io.github.pgbackground.internal.sql.ExtensionCommand;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.StringLiteral;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code CREATE}, {@code ALTER} and {@code DROP EXTENSION pg_background}. What does not
 * follow the grammar, or gives an option twice, is left to the server, which says so.
 */
public final class ExtensionReader {
  private final Tokens tokens;

  /** The token that is to be read next. */
  private int next = 2;

  private ExtensionReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The statement as a part of its own, or null if it is none of these. */
  public static @Nullable Part read(Tokens tokens) {
    if (!tokens.is(1, "extension") || !tokens.wellFormed()) {
      return null;
    }
    ExtensionReader reader = new ExtensionReader(tokens);
    ExtensionCommand command = null;
    if (tokens.is(0, "create")) {
      command = reader.create();
    } else if (tokens.is(0, "drop")) {
      command = reader.drop();
    } else if (tokens.is(0, "alter")) {
      command = reader.alter();
    }
    return command == null || reader.next != tokens.size()
        ? null
        : new Part.Extension(
            tokens.start(0),
            tokens.end(tokens.size() - 1),
            tokens.parameters(0, tokens.size()),
            command);
  }

  private @Nullable ExtensionCommand create() {
    boolean ifNotExists = isAhead("if") && isAhead("not") && isAhead("exists");
    if (!isNameAhead()) {
      return null;
    }
    isAhead("with");
    String schema = null;
    String version = null;
    boolean cascade = false;
    while (next < tokens.size()) {
      if (schema == null && isAhead("schema")) {
        schema = word();
      } else if (version == null && isAhead("version")) {
        version = wordOrString();
      } else if (!cascade && isAhead("cascade")) {
        cascade = true;
      } else {
        return null;
      }
    }
    return new ExtensionCommand.Create(ifNotExists, schema, version);
  }

  private @Nullable ExtensionCommand drop() {
    boolean ifExists = isAhead("if") && isAhead("exists");
    List<String> others = new ArrayList<>();
    boolean named = false;
    do {
      if (isNameAhead()) {
        named = true;
      } else if (tokens.isWord(next)) {
        others.add(tokens.text(next, next + 1));
        next++;
      } else {
        return null;
      }
    } while (isAhead(Kind.COMMA));
    boolean cascade = isAhead("cascade");
    if (!cascade) {
      isAhead("restrict");
    }
    return named ? new ExtensionCommand.Drop(ifExists, others, cascade) : null;
  }

  private @Nullable ExtensionCommand alter() {
    if (!isNameAhead()) {
      return null;
    } else if (isAhead("update")) {
      return new ExtensionCommand.Update(isAhead("to") ? wordOrString() : null);
    } else if (isAhead("set") && isAhead("schema")) {
      String schema = word();
      return schema == null ? null : new ExtensionCommand.SetSchema(schema);
    }
    return null;
  }

  private boolean isAhead(String keyword) {
    boolean ahead = tokens.is(next, keyword);
    next += ahead ? 1 : 0;
    return ahead;
  }

  private boolean isAhead(Kind kind) {
    boolean ahead = tokens.is(next, kind);
    next += ahead ? 1 : 0;
    return ahead;
  }

  private boolean isNameAhead() {
    boolean ahead = tokens.isWord(next) && tokens.word(next).equals(ExtensionCommand.EXTENSION);
    next += ahead ? 1 : 0;
    return ahead;
  }

  /** The name ahead; if there is none, the statement is not read to its end. */
  private @Nullable String word() {
    return tokens.isWord(next) ? tokens.word(next++) : unreadable();
  }

  private @Nullable String wordOrString() {
    return tokens.is(next, Kind.STRING) || tokens.is(next, Kind.DOLLAR_STRING)
        ? StringLiteral.value(tokens.sql(), tokens.token(next++))
        : word();
  }

  private @Nullable String unreadable() {
    next = tokens.size() + 1;
    return null;
  }
}
