package io.github.pgbackground.internal.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * What a job takes over from the session that launches it, as the extension's workers do: who it is
 * and what its settings are, whatever has made them so.
 *
 * @param sessionUser the user {@code session_user} names
 * @param role the user that {@code SET ROLE} has made the current one, null for none
 * @param readsAll whether the current user may look at all settings
 * @param configuredAt when the process had last read the configuration files, in seconds
 * @param applicationName how it is called; null, of a session, if as it was when it logged in
 * @param catalog which settings there are
 * @param text the values of the catalog's settings as the server wrote them: equal texts are equal
 *     settings
 * @param settings the same, one by one, without those that the role may not look at
 * @param custom the values of those custom settings that the session has named and that exist
 */
public record SessionState(
    String sessionUser,
    @Nullable String role,
    boolean readsAll,
    double configuredAt,
    @Nullable String applicationName,
    SettingCatalog catalog,
    String text,
    Map<String, String> settings,
    Map<String, String> custom) {

  public SessionState {
    settings = Collections.unmodifiableMap(settings);
    custom = Collections.unmodifiableMap(custom);
  }

  /**
   * What a function on the session's server has told.
   *
   * @param role null if it is the session's user
   * @param configuredAt when its process had last read the configuration files, in seconds
   * @param settings what the session has set
   * @param custom the custom settings that exist
   */
  public static SessionState told(
      String sessionUser,
      @Nullable String role,
      double configuredAt,
      Map<String, String> settings,
      Map<String, String> custom) {
    Map<String, String> others = new LinkedHashMap<>(settings);
    String applicationName = others.remove(ApplicationName.SETTING);
    return new SessionState(
        sessionUser,
        role,
        false,
        configuredAt,
        applicationName,
        SettingCatalog.ofChanged(others.keySet()),
        others.toString(),
        others,
        custom);
  }

  /**
   * Asks the server, in one query.
   *
   * @param customNames custom settings to look at
   * @param known what the state was before, by the same catalog: its settings need not be taken
   *     apart again if they are the same
   */
  public static SessionState read(
      BaseConnection connection,
      Statement statement,
      SettingCatalog catalog,
      Collection<String> customNames,
      @Nullable SessionState known)
      throws SQLException {
    try (ResultSet row = statement.executeQuery(query(catalog, customNames))) {
      row.next();
      String open = row.getString(5);
      String restricted = row.getString(6);
      String text = restricted == null ? open : open + restricted;
      Map<String, String> settings = new LinkedHashMap<>();
      if (known != null && known.text.equals(text)) {
        settings = known.settings;
      } else {
        put(settings, catalog.open(), connection, open);
        put(settings, catalog.restricted(), connection, restricted);
      }
      Map<String, String> custom = new LinkedHashMap<>();
      put(custom, customNames, connection, row.getString(7));
      return new SessionState(
          row.getString(1),
          row.getString(2),
          restricted != null,
          row.getDouble(3),
          row.getString(4),
          catalog,
          text,
          settings,
          custom);
    }
  }

  private static String query(SettingCatalog catalog, Collection<String> customNames) {
    return "select session_user, case when pg_catalog.current_setting('role')"
        + " operator(pg_catalog.<>) 'none' then current_user end,"
        + " pg_catalog.date_part('epoch', pg_catalog.pg_conf_load_time()),"
        + " pg_catalog.current_setting('application_name'), "
        + catalog.values()
        + ", "
        + (customNames.isEmpty() ? "null" : SettingCatalog.values(customNames));
  }

  private static void put(
      Map<String, String> settings,
      Collection<String> names,
      BaseConnection connection,
      @Nullable String array)
      throws SQLException {
    if (array == null) {
      return;
    }
    @Nullable Object[] values =
        (@Nullable Object[]) new PgArray(connection, Oid.TEXT_ARRAY, array).getArray();
    int i = 0;
    for (String name : names) {
      Object value = values[i++];
      if (value != null) {
        settings.put(name, (String) value);
      }
    }
  }

  /** The same by another name, as if it had logged in so. */
  public SessionState named(String name) {
    return new SessionState(
        sessionUser, role, readsAll, configuredAt, name, catalog, text, settings, custom);
  }

  /** The user that {@code current_user} names. */
  public String currentUser() {
    return role != null ? role : sessionUser;
  }

  /** Whether the other has the same settings, as far as their catalog goes. */
  boolean hasSettingsOf(SessionState other) {
    return text.equals(other.text) && catalog.open().equals(other.catalog.open());
  }

  /** Whether the other has the same settings, of those that not everybody may set or look at. */
  public boolean hasPrivilegedSettingsOf(SessionState other) {
    if (readsAll != other.readsAll) {
      return false;
    }
    for (String name : catalog.privileged()) {
      if (!Objects.equals(settings.get(name), other.settings.get(name))) {
        return false;
      }
    }
    return true;
  }

  /** Whether all of these custom settings exist in the session; their names are in lower case. */
  boolean hasCustom(Set<String> names) {
    Set<String> existing = new HashSet<>();
    custom.keySet().forEach(name -> existing.add(name.toLowerCase(Locale.ROOT)));
    return existing.containsAll(names);
  }

  /**
   * The settings that a worker must be given.
   *
   * @param worker what it is like
   */
  Map<String, String> without(SessionState worker) {
    Map<String, String> different = new LinkedHashMap<>();
    if (applicationName != null && !applicationName.equals(worker.applicationName)) {
      different.put(ApplicationName.SETTING, applicationName);
    }
    if (!hasSettingsOf(worker)) {
      settings.forEach(
          (name, value) -> {
            String there = worker.settings.get(name);
            // What the worker does not know at all is of a module that it has not loaded.
            if (!value.equals(there)
                && (there == null ? catalog.isChanged(name) : catalog.travels(name))) {
              different.put(name, value);
            }
          });
    }
    custom.forEach(
        (name, value) -> {
          if (!value.equals(worker.settings.get(name)) && catalog.travels(name)) {
            different.put(name, value);
          }
        });
    return different;
  }
}
