package io.github.pgbackground.internal.session.function;

import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.session.handle.TrackedJobs;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntFunction;
import org.postgresql.core.Utils;

/** How calls come by the handles that their arguments name, and who may use them. */
final class HandleAccess {
  private final Session session;
  private final Rights rights;

  HandleAccess(Session session, Rights rights) {
    this.session = session;
    this.rights = rights;
  }

  /** The handle with this pid. */
  Handle get(int pid) throws SQLException {
    return permitted(session.jobs().get(pid));
  }

  /**
   * The handle with this pid and cookie.
   *
   * @param mismatch what is said when the cookie is another
   */
  Handle get(int pid, long cookie, IntFunction<SQLException> mismatch) throws SQLException {
    Handle handle = get(pid);
    if (handle.cookie() != cookie) {
      throw mismatch.apply(pid);
    }
    return handle;
  }

  /** The handle, if the current user may use it. */
  Handle permitted(Handle handle) throws SQLException {
    if (!rights.mayUse(handle)) {
      throw TrackedJobs.notPermitted(handle.pid());
    }
    return handle;
  }

  static boolean isTrue(Rows rows, int row, int column) {
    return "t".equals(text(rows, row, column));
  }

  static String text(Rows rows, int row, int column) {
    byte[] value = rows.tuples().get(row).get(column);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  /** An escape string: it means the same whatever standard_conforming_strings is. */
  static void appendLiteral(StringBuilder sql, String text) throws SQLException {
    sql.append("E'");
    Utils.escapeLiteral(sql, text, false).append('\'');
  }

  /** All handles that the session has. */
  List<Handle> all() {
    return session.jobs().all();
  }
}
