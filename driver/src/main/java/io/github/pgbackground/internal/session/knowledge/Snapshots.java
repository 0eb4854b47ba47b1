package io.github.pgbackground.internal.session.knowledge;

import io.github.pgbackground.internal.session.backend.EmptyStatement;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import io.github.pgbackground.internal.session.setting.Snapshot;
import io.github.pgbackground.internal.sql.text.SettingMentions;
import io.github.pgbackground.internal.state.SessionState;
import io.github.pgbackground.internal.state.SettingCatalog;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What a session looks like, asked of its server; by one thread at a time, but names are noticed by
 * any.
 *
 * <p>Reading the values takes a third of the time that reading the list of settings takes, so the
 * list is kept until the session names another custom setting, or a setting has changed of which
 * the list must say who changed it, or who may look at settings has.
 */
public final class Snapshots {
  private final BaseConnection connection;
  private final Touches touches;

  /** The custom settings that the session has named; it is rare that one is new. */
  private final Set<String> noticed = new ConcurrentSkipListSet<>(BackgroundSetting.FULL_NAMES);

  private List<String> asked = List.of();
  private @Nullable SettingCatalog catalog;
  private @Nullable Snapshot latest;
  private long latestTouches;

  public Snapshots(BaseConnection connection, Touches touches) {
    this.connection = connection;
    this.touches = touches;
  }

  /**
   * Looks at a text that the session is about to run.
   *
   * @return whether it may set custom settings whose names do not stand in it
   */
  public boolean notice(String sql) {
    SettingMentions mentions = SettingMentions.in(sql);
    noticed.addAll(mentions.names());
    return mentions.computed();
  }

  /** Custom settings that the session was given. */
  public void notice(Set<String> names) {
    noticed.addAll(names);
  }

  /** Those that were noticed, but for those of pg_background. */
  public Set<String> customSettings() {
    if (noticed.size() == BackgroundSetting.FULL_NAMES.size()) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>(noticed);
    names.removeAll(BackgroundSetting.FULL_NAMES);
    return names;
  }

  /** What the session looks like now; asks the server only if something may have changed it. */
  public Snapshot now(Execution execution) throws SQLException {
    Snapshot told = execution.told();
    if (told != null) {
      return told;
    }
    Snapshot known = latest;
    if (known != null && touches.noneSince(latestTouches)) {
      return known;
    }
    long before = touches.count();
    Snapshot read = read(execution);
    latest = read;
    latestTouches = before;
    return read;
  }

  private Snapshot read(Execution execution) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return execution.onServer(
          statement,
          () -> {
            Snapshot read = read(statement);
            if (connection.getTransactionState() != TransactionState.IDLE) {
              statement.execute(EmptyStatement.SQL);
            }
            return read;
          });
    }
  }

  private Snapshot read(Statement statement) throws SQLException {
    Snapshot known = latest;
    SettingCatalog list = catalog;
    if (list == null || asked.size() != noticed.size()) {
      asked = List.copyOf(noticed);
      list = SettingCatalog.read(statement);
      known = null;
    }
    SessionState before = known == null ? null : known.state();
    SessionState state = SessionState.read(connection, statement, list, asked, before);
    if (before != null && !state.hasPrivilegedSettingsOf(before)) {
      list = SettingCatalog.read(statement);
      state = SessionState.read(connection, statement, list, asked, null);
    }
    catalog = list;
    return Snapshot.of(state);
  }
}
