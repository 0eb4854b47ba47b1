package io.github.pgbackground.internal.session.knowledge;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.presence.Installation;
import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.Sender;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.postgresql.core.BaseConnection;

/**
 * Which functions a session's current user may call where the bridge is installed, and which it
 * finds without saying where, asked of its server. Used by the session's runner. The answer is kept
 * as long as the session has run nothing else.
 */
public final class Grants {
  private static final String QUERY =
      """
      select pg_catalog.concat(
        case when pg_catalog.has_function_privilege(p.oid, 'EXECUTE') then 'may' end,
        case when pg_catalog.pg_function_is_visible(p.oid) and not exists (
            select from pg_catalog.pg_proc as o
            where o.proname operator(pg_catalog.=) p.proname
              and o.pronamespace operator(pg_catalog.<>) p.pronamespace
              and pg_catalog.pg_function_is_visible(o.oid)) then ' finds' end,
        ' ', p.proname)
      from pg_catalog.pg_proc as p
      join pg_catalog.pg_namespace as n on n.oid operator(pg_catalog.=) p.pronamespace
      join pg_catalog.pg_namespace as b on b.nspowner operator(pg_catalog.=) p.proowner
      where n.nspname operator(pg_catalog.=) ? and b.nspname operator(pg_catalog.=) ?
        and p.proname::pg_catalog.text operator(pg_catalog.=) any (?)
      """;

  /** The only schema that a name may have in a statement whose calls the driver sees. */
  private static final String QUALIFIER = "public";

  private final BaseConnection connection;
  private final Installation installation;
  private final Touches touches;
  private Set<String> denied = Set.of();
  private Set<String> hidden = Set.of();
  private long seen = -1;

  public Grants(BaseConnection connection, Installation installation, Touches touches) {
    this.connection = connection;
    this.installation = installation;
    this.touches = touches;
  }

  /**
   * Fails if the server would not let the current user call a function.
   *
   * @throws SQLException 42501
   */
  public void check(BackgroundFunction function, Execution execution) throws SQLException {
    Presence presence = installation.presence();
    if (!presence.isBridge()) {
      return;
    }
    know(presence, execution);
    if (denied.contains(function.name())) {
      throw ServerError.of("42501", "permission denied for function " + function.name())
          .toException();
    }
  }

  /**
   * Whether the server would take the names of functions in a statement for those of the bridge:
   * else what they are, or that there are none, is the server's to say.
   */
  public boolean finds(Script script, Part.Calling part, Execution execution) throws SQLException {
    Presence presence = installation.presence();
    if (!presence.isBridge()) {
      return true;
    }
    know(presence, execution);
    for (Part.Name name : part.bridged().names()) {
      boolean isQualified = name.start() != name.name();
      if (isQualified
          ? !presence.schema().equals(QUALIFIER)
          : hidden.contains(name.of(script.sql()))) {
        return false;
      }
    }
    return true;
  }

  private void know(Presence presence, Execution execution) throws SQLException {
    if (touches.noneSince(seen)) {
      return;
    }
    long before = touches.count();
    String[] names =
        FunctionTable.V1_8.functions().stream()
            .map(BackgroundFunction::name)
            .toArray(String[]::new);
    Set<String> nowDenied = new HashSet<>();
    Set<String> nowHidden = new HashSet<>();
    for (String answer :
        new Sender(connection, execution)
            .list(QUERY, presence.schema(), BridgeSql.INNER_SCHEMA, names)) {
      String name = answer.substring(answer.lastIndexOf(' ') + 1);
      if (!answer.startsWith("may ")) {
        nowDenied.add(name);
      }
      if (!answer.contains("finds ")) {
        nowHidden.add(name);
      }
    }
    denied = nowDenied;
    hidden = nowHidden;
    seen = before;
  }
}
