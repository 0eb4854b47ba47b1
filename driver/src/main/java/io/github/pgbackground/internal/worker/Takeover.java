package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.worker.SessionState.Setting;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.postgresql.core.Tuple;
import org.postgresql.core.Utils;

/** The SQL that makes a fresh worker look like the session that launched its job. */
record Takeover(SessionState state, boolean otherSessionUser, boolean otherCurrentUser) {
  /** Who the worker has become. */
  static final String IDENTITY = "select session_user, current_user";

  /**
   * @param login the user the worker logged in as
   */
  static Takeover of(SessionState state, String login) {
    return new Takeover(
        state,
        !state.sessionUser().equals(login),
        !state.currentUser().equals(state.sessionUser()));
  }

  boolean isNothing() {
    return !changesIdentity() && state.settings().isEmpty();
  }

  boolean changesIdentity() {
    return otherSessionUser || otherCurrentUser;
  }

  /** Settings come before the role: the role may not be allowed to set them. */
  String sql(boolean standardConformingStrings) throws SQLException {
    StringBuilder sql = new StringBuilder();
    if (otherSessionUser) {
      sql.append("set session authorization ");
      Utils.escapeIdentifier(sql, state.sessionUser()).append(';');
    }
    String separator = "select pg_catalog.set_config(n, v, false) from (values ";
    for (Setting setting : state.settings()) {
      sql.append(separator).append("('");
      Utils.escapeLiteral(sql, setting.name(), standardConformingStrings).append("','");
      Utils.escapeLiteral(sql, setting.value(), standardConformingStrings).append("')");
      separator = ",";
    }
    if (!state.settings().isEmpty()) {
      sql.append(") s(n, v);");
    }
    if (otherCurrentUser) {
      sql.append("set role ");
      Utils.escapeIdentifier(sql, state.currentUser());
    }
    return sql.toString();
  }

  /** A job runs as its session's user or not at all. */
  void check(List<Tuple> identity) throws SQLException {
    String sessionUser = text(identity, 0);
    String currentUser = text(identity, 1);
    if (!sessionUser.equals(state.sessionUser()) || !currentUser.equals(state.currentUser())) {
      throw ServerError.of(
              "42501", "a background worker cannot become user \"" + state.currentUser() + "\"")
          .withDetail(
              String.format(
                  Locale.ROOT,
                  "The worker became \"%s\" in a session of \"%s\".",
                  currentUser,
                  sessionUser))
          .withHint("Grant the role to the user that logs in, or launch as that user.")
          .toException();
    }
  }

  private static String text(List<Tuple> rows, int column) {
    byte[] value = rows.get(0).get(column);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
