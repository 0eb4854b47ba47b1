package io.github.pgbackground.internal.session.knowledge;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;

/**
 * What column definition lists mean in a session, by their texts; used by one thread at a time, as
 * the session is.
 *
 * <p>It is known until the session's search path may have changed, unless there are types among
 * them that others may drop and make anew. What a text has meant before is kept besides: if its
 * types are the same, so are the lengths and precisions that the text gives them.
 */
public final class KnownColumns {

  /** Has the server resolve a column definition list. */
  @FunctionalInterface
  public interface Reader {
    List<Field> read() throws SQLException;
  }

  /** The first OID that a user's type can have; what types below it are never changes. */
  private static final int FIRST_USER_OID = 16_384;

  /** Texts may be made anew for each statement. */
  private static final int MOST = 256;

  private final Touches touches;
  private final Map<String, List<Field>> now = new HashMap<>();
  private final Map<String, List<Field>> before = new HashMap<>();
  private long seen;

  public KnownColumns(Touches touches) {
    this.touches = touches;
  }

  /** The columns of a text; the server is asked only if they are not known. */
  public List<Field> of(String definition, Reader reader) throws SQLException {
    List<Field> known = now(definition);
    if (known == null) {
      known = reader.read();
      keep(definition, known);
    }
    return known;
  }

  /** Whether the server would be asked for the columns of a text. */
  public boolean isKnown(String definition) {
    return now(definition) != null;
  }

  private @Nullable List<Field> now(String definition) {
    forgetIfTouched();
    return now.get(definition);
  }

  private void forgetIfTouched() {
    if (!touches.noneSince(seen)) {
      now.clear();
      seen = touches.count();
    }
  }

  /** What a text has meant at some time in this session, null if that is not known. */
  public @Nullable List<Field> before(String definition) {
    return before.get(definition);
  }

  /** Says what a text means now. */
  public void keep(String definition, List<Field> columns) {
    forgetIfTouched();
    for (Field column : columns) {
      if (column.getOID() >= FIRST_USER_OID) {
        return;
      }
    }
    if (before.size() >= MOST) {
      before.clear();
      now.clear();
    }
    before.put(definition, columns);
    now.put(definition, columns);
  }
}
