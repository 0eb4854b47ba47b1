package io.github.pgbackground.internal.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which settings of a server can differ between two connections, as one of them sees it, and the
 * SQL that asks for their values, which is long. To list them takes a server three times as long as
 * to look at the values, so it is done rarely. Immutable.
 */
public final class SettingCatalog {
  /** Whether the current role may look at all settings. */
  static final String READS_ALL =
      "pg_catalog.pg_has_role(current_user, 'pg_read_all_settings', 'USAGE')";

  /**
   * What the view {@code pg_settings} is a view of. What a transaction is like is left out: the
   * worker of a read-only transaction may write. So is {@code application_name}, which tells a
   * worker from a session.
   */
  private static final String QUERY =
      "select name, context, source operator(pg_catalog.=) 'session', "
          + READS_ALL
          + " from"
          + " pg_catalog.pg_show_all_settings() where (context operator(pg_catalog.=) any"
          + " (array['user', 'superuser']) or name operator(pg_catalog.~) '[.]') and name"
          + " operator(pg_catalog.<>) all (array['transaction_isolation', 'transaction_read_only',"
          + " 'transaction_deferrable', 'application_name'])";

  private final List<String> open;
  private final List<String> restricted;
  private final Set<String> privileged;
  private final Set<String> changed;
  private final Set<String> fixed;
  private final String values;

  /**
   * @param open what any role may look at
   * @param restricted what perhaps not every role may look at: who sees all cannot tell
   * @param privileged what takes a superuser, or a grant, to set; this and the rest in lower case
   * @param changed what the connection had set itself when the list was made
   * @param fixed custom settings that no session can set
   */
  SettingCatalog(
      List<String> open,
      List<String> restricted,
      Set<String> privileged,
      Set<String> changed,
      Set<String> fixed) {
    this.open = List.copyOf(open);
    this.restricted = List.copyOf(restricted);
    this.privileged = Set.copyOf(privileged);
    this.changed = Set.copyOf(changed);
    this.fixed = Set.copyOf(fixed);
    this.values =
        values(open) + ", case when " + READS_ALL + " then " + values(restricted) + " end";
  }

  /** The settings, and no others, that a connection has set itself, as it says. */
  static SettingCatalog ofChanged(Collection<String> names) {
    Set<String> changed = new HashSet<>();
    names.forEach(name -> changed.add(name.toLowerCase(Locale.ROOT)));
    return new SettingCatalog(List.of(), List.of(), Set.of(), changed, Set.of());
  }

  /** Asks the server. */
  public static SettingCatalog read(Statement statement) throws SQLException {
    List<String> open = new ArrayList<>();
    List<String> restricted = new ArrayList<>();
    Set<String> privileged = new HashSet<>();
    Set<String> changed = new HashSet<>();
    Set<String> fixed = new HashSet<>();
    boolean readsAll = false;
    try (ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        String name = rows.getString(1);
        readsAll = rows.getBoolean(4);
        if (rows.getBoolean(3)) {
          changed.add(name.toLowerCase(Locale.ROOT));
        }
        switch (rows.getString(2)) {
          case "user" -> open.add(name);
          case "superuser" -> {
            privileged.add(name.toLowerCase(Locale.ROOT));
            (readsAll ? restricted : open).add(name);
          }
          default -> fixed.add(name.toLowerCase(Locale.ROOT));
        }
      }
    }
    return new SettingCatalog(open, restricted, privileged, changed, fixed);
  }

  /** What any role may look at. */
  List<String> open() {
    return open;
  }

  /** What perhaps not every role may look at. */
  List<String> restricted() {
    return restricted;
  }

  /** What takes a superuser, or a grant, to set; in lower case. */
  Set<String> privileged() {
    return privileged;
  }

  /**
   * The SQL of two columns, each an array as text: the values of what is open, and of what is
   * restricted, null where the role may not look at all of it.
   */
  String values() {
    return values;
  }

  /** The SQL of the values of these settings, null for one that there is not, as text. */
  static String values(Collection<String> names) {
    // No name has a character that would have to be escaped.
    return "array(select pg_catalog.current_setting(name, true) from pg_catalog.unnest('{"
        + String.join(",", names)
        + "}'::pg_catalog.text[]) as name)::pg_catalog.text";
  }

  /** Whether the connection had set it itself. */
  public boolean isChanged(String name) {
    return changed.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether a worker is given the connection's value. What an administrator alone can set it has by
   * its own login, unless the connection was allowed to set it itself.
   */
  boolean travels(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return !fixed.contains(key) && (!privileged.contains(key) || changed.contains(key));
  }

  /** Whether a module or a user has made the setting, not PostgreSQL. */
  static boolean isCustom(String name) {
    return name.indexOf('.') >= 0;
  }
}
