package io.github.pgbackground.internal.bridge.function;

import io.github.pgbackground.internal.definition.BridgeSql;
import org.jspecify.annotations.Nullable;

/**
 * Tells which function has raised a notice, by the innermost line of its context. The server writes
 * that line, in its language; what is in it of others' are names, and it quotes every name that has
 * anything but lower case letters, digits and underscores in it.
 */
public final class Frame {
  private Frame() {}

  /**
   * The name of the function, if it is one of the bridge's that raise requests.
   *
   * @param context as the notice has it
   * @param schema the schema that function is in
   * @return null if it is another
   */
  public static @Nullable String request(@Nullable String context, String schema) {
    if (context == null) {
      return null;
    }
    int end = context.indexOf('\n');
    String line = end < 0 ? context : context.substring(0, end);
    String begin = schema + "." + BridgeSql.REQUEST;
    int at = line.indexOf(begin);
    int name = at + schema.length() + 1;
    int types = line.indexOf('(', Math.max(name, 0));
    boolean isRequest =
        at >= 0
            && types >= 0
            && line.startsWith(BridgeSql.REQUEST_TYPES, types)
            && isUnquoted(line, at, types + BridgeSql.REQUEST_TYPES.length())
            && (at == 0 || !isOfName(line.charAt(at - 1)))
            && line.chars()
                .skip(name)
                .limit(types - name)
                .allMatch(c -> c != '.' && isOfName((char) c))
            && line.indexOf(begin, at + 1) < 0;
    return isRequest ? line.substring(name, types) : null;
  }

  /**
   * Whether the server has quoted no name in the line: in Korean it quotes the whole function, with
   * its types, and a space follows, as behind no name.
   */
  private static boolean isUnquoted(String line, int start, int end) {
    int quote = line.indexOf('"');
    return quote < 0
        || (quote == start - 1
            && line.indexOf('"', start) == end
            && line.startsWith("\" ", end)
            && line.lastIndexOf('"') == end);
  }

  private static boolean isOfName(char c) {
    return c == '.'
        || c == '_'
        || c == '$'
        || (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z');
  }
}
