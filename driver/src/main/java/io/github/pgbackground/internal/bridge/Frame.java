package io.github.pgbackground.internal.bridge;

import org.jspecify.annotations.Nullable;

/**
 * Tells which function has raised a notice, by the innermost line of its context. The server writes
 * that line, in its language; what is in it of others' are names, and it quotes every name that has
 * anything but lower case letters, digits and underscores in it.
 */
final class Frame {
  private Frame() {}

  /**
   * Whether it is the function of the bridge's that raises requests.
   *
   * @param context as the notice has it
   * @param schema the schema that function is in
   */
  static boolean isRequest(@Nullable String context, String schema) {
    if (context == null) {
      return false;
    }
    int end = context.indexOf('\n');
    String line = end < 0 ? context : context.substring(0, end);
    String signature = schema + "." + BridgeSql.REQUEST + BridgeSql.REQUEST_TYPES;
    int at = line.indexOf(signature);
    return at >= 0
        && line.indexOf('"') < 0
        && (at == 0 || !isOfName(line.charAt(at - 1)))
        && line.indexOf(signature, at + 1) < 0;
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
