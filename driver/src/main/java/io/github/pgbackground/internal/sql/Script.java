package io.github.pgbackground.internal.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one text: its parts, in order. Positions in it are offsets in {@code sql}; only
 * white space, comments and semicolons stand between the parts. Immutable.
 *
 * @param parameterCount how many parameters ({@code ?}) the whole text has
 */
public record Script(String sql, List<Part> parts, int parameterCount) {

  public Script {
    parts = List.copyOf(parts);
  }

  /** Whether there is anything in the text that the server is not to get as it stands. */
  public boolean isOurs() {
    for (Part part : parts) {
      if (!(part instanceof Part.Passed)) {
        return true;
      }
    }
    return false;
  }

  /** The same for a session whose server serves all calls, null if nothing is left to do. */
  public @Nullable Script withoutCalls() {
    List<Part> left = new ArrayList<>();
    for (Part part : parts) {
      left.add(
          part instanceof Part.Extension
              ? part
              : new Part.Passed(part.start(), part.end(), part.parameters()));
    }
    Script script = new Script(sql, left, parameterCount);
    return script.isOurs() ? script : null;
  }

  /** The part's characters; for a text without calls the very string that was given. */
  public String text(Part part) {
    return sql.substring(part.start(), part.end());
  }
}
