package io.github.pgbackground.internal.state;

import io.github.pgbackground.internal.rows.ServerError;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.core.Tuple;
import org.postgresql.core.Utils;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The SQL that makes a worker look like the session that launched its job.
 *
 * @param different the session's settings that the worker does not have
 */
public record Takeover(
    SessionState state,
    boolean otherSessionUser,
    boolean otherCurrentUser,
    Map<String, String> different) {
  /** Who the worker has become. */
  public static final String IDENTITY = "select session_user, current_user";

  private static final String DENIED = "42501";

  /**
   * What has to be done on a worker before a job.
   *
   * @param state what the session is like
   * @param limit how long the job may run
   * @param worker what the worker is like before the job
   */
  public static Takeover of(SessionState state, TimeLimit limit, SessionState worker) {
    Map<String, String> different = state.without(worker);
    if (limit.instead()) {
      different = new LinkedHashMap<>(different);
      different.put("statement_timeout", Long.toString(limit.millis()));
    }
    return new Takeover(
        state, !state.sessionUser().equals(worker.sessionUser()), state.role() != null, different);
  }

  public boolean isNothing() {
    return !changesIdentity() && different.isEmpty();
  }

  public boolean changesIdentity() {
    return otherSessionUser || otherCurrentUser;
  }

  /** Settings come before the user, who may not be allowed to set them. */
  public String sql(boolean standardConformingStrings) throws SQLException {
    StringBuilder sql = new StringBuilder();
    if (!different.isEmpty()) {
      sql.append(settingsSql(different, standardConformingStrings)).append(';');
    }
    if (otherSessionUser) {
      sql.append("set session authorization ");
      Utils.escapeIdentifier(sql, state.sessionUser()).append(';');
    }
    if (otherCurrentUser) {
      sql.append("set role ");
      Utils.escapeIdentifier(sql, state.currentUser());
    }
    return sql.toString();
  }

  /** Sets all of them, in one expression, since a SELECT list has its limit. */
  public static String settingsSql(Map<String, String> settings, boolean standardConformingStrings)
      throws SQLException {
    StringBuilder sql = new StringBuilder();
    String separator = "select array[";
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      sql.append(separator).append("pg_catalog.set_config('");
      Utils.escapeLiteral(sql, setting.getKey(), standardConformingStrings).append("','");
      Utils.escapeLiteral(sql, setting.getValue(), standardConformingStrings).append("',false)");
      separator = ",";
    }
    return sql.append(']').toString();
  }

  /**
   * An error of {@link #sql}, with a hint where the worker may not become who has launched.
   *
   * @param login the user that it has logged in as
   */
  public PSQLException hinted(PSQLException error, String login) {
    ServerErrorMessage sent = error.getServerErrorMessage();
    if (sent == null || !DENIED.equals(sent.getSQLState())) {
      return error;
    }
    ServerError denied = ServerError.of(sent);
    boolean isIdentity =
        otherSessionUser
            || (otherCurrentUser && denied.message().contains('"' + state.currentUser() + '"'));
    return !isIdentity || denied.hint() != null
        ? error
        : denied
            .withHint(
                String.format(
                    Locale.ROOT,
                    "A background worker logs in as \"%s\", and can become only who that user may"
                        + " become.",
                    login))
            .toException();
  }

  /** A job runs as its session's user or not at all. */
  public void check(List<Tuple> identity) throws SQLException {
    String sessionUser = text(identity, 0);
    String currentUser = text(identity, 1);
    if (!sessionUser.equals(state.sessionUser()) || !currentUser.equals(state.currentUser())) {
      throw ServerError.of(
              DENIED, "a background worker cannot become user \"" + state.currentUser() + "\"")
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
