package io.github.pgbackground.internal.command.inspection;

import io.github.pgbackground.internal.sql.text.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Whether the server has room for the workers that the URL allows.
 *
 * @param maxWorkers how many those are
 */
public record ConnectionsInspection(int maxWorkers) implements Inspection {
  private static final String SUBJECT = "connections";

  /** One that answers calls which only the server sees. */
  private static final int ANSWERING = 1;

  /** The least of three limits; none of a role or a database is -1 there. */
  private static final String SQL =
      """
      select
        pg_catalog.current_setting('max_connections')::int
          - case when r.rolsuper then 0 else
              pg_catalog.current_setting('superuser_reserved_connections')::int
              + coalesce(pg_catalog.current_setting('reserved_connections', true)::int, 0) end
          - (select count(*) from pg_catalog.pg_stat_activity where datid is not null),
        case when r.rolsuper or r.rolconnlimit < 0 then null else r.rolconnlimit
          - (select count(*) from pg_catalog.pg_stat_activity where usesysid = r.oid) end,
        case when r.rolsuper or d.datconnlimit < 0 then null else d.datconnlimit
          - (select count(*) from pg_catalog.pg_stat_activity where datid = d.oid) end,
        pg_catalog.current_setting('max_connections'), r.rolname, d.datname
      from pg_catalog.pg_roles r, pg_catalog.pg_database d
      where r.rolname = session_user and d.datname = pg_catalog.current_database()""";

  /**
   * How many connections more there can be.
   *
   * @param bound what bounds them, and so what to change
   */
  private record Room(int free, String limit, String bound) {
    private Room orLess(int other, boolean isLimited, String otherLimit, String otherBound) {
      return isLimited && other < free ? new Room(other, otherLimit, otherBound) : this;
    }
  }

  @Override
  public List<Finding> inspect(Connection connection) throws SQLException {
    Room room = Inspection.ask(connection, SQL, ConnectionsInspection::room);
    int needed = maxWorkers + ANSWERING;
    String text =
        "Room for "
            + Math.max(0, room.free())
            + " more ("
            + room.limit()
            + "); besides those of the application this URL opens at most "
            + needed
            + ": "
            + maxWorkers
            + (maxWorkers == 1 ? " worker" : " workers")
            + " and one that answers calls of the server.";
    if (room.free() >= needed) {
      return List.of(Finding.ok(SUBJECT, text));
    }
    String less = "pgbackground.maxWorkers=" + Math.max(1, room.free() - ANSWERING) + " in the URL";
    return List.of(Finding.problem(SUBJECT, text, less + ", or " + room.bound() + "."));
  }

  private static Room room(ResultSet row) throws SQLException {
    String role = Identifiers.quote(row.getString(5));
    String database = Identifiers.quote(row.getString(6));
    Room room =
        new Room(row.getInt(1), "max_connections " + row.getString(4), "raise max_connections");
    int ofRole = row.getInt(2);
    room =
        room.orLess(
            ofRole,
            !row.wasNull(),
            "the connection limit of " + role,
            "ALTER ROLE " + role + " CONNECTION LIMIT ...");
    int ofDatabase = row.getInt(3);
    return room.orLess(
        ofDatabase,
        !row.wasNull(),
        "the connection limit of " + database,
        "ALTER DATABASE " + database + " CONNECTION LIMIT ...");
  }
}
