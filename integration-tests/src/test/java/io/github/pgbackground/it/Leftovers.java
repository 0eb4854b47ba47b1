package io.github.pgbackground.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Looks for what a test must not leave behind: in its database, among the threads and the beans of
 * the JVM, in the directory for temporary files.
 *
 * <p>What it finds are descriptions by name; the name of a thing stays the same while it is there.
 */
final class Leftovers {
  private static final String PREFIX = "pgbackground";

  private static final String ON_THE_SERVER =
      """
      with d as (select oid, datname from pg_database where datname = ?)
      select 'backend ' || a.pid,
             format('%s of %s, application "%s", %s: %s',
                    a.backend_type, a.usename, a.application_name, a.state, a.query)
        from pg_stat_activity a join d on d.oid = a.datid
       where a.backend_type <> 'autovacuum worker'
      union all
      select format('prepared transaction "%s"', p.gid), 'of ' || p.owner
        from pg_prepared_xacts p join d on d.datname = p.database
      union all
      select format('advisory lock (%s, %s) of backend %s', l.classid, l.objid, l.pid), l.mode
        from pg_locks l join d on d.oid = l.database
       where l.locktype = 'advisory'
      """;

  private static final String IN_THE_DATABASE =
      "select 'large object ' || oid, 'of ' || lomowner::regrole from pg_largeobject_metadata";

  private static final ObjectName BEANS = beans();

  private final TestDatabase database;

  Leftovers(TestDatabase database) {
    this.database = database;
  }

  private static ObjectName beans() {
    try {
      return new ObjectName("io.github.pgbackground:*");
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is there now. */
  Map<String, String> find() throws SQLException, IOException {
    Map<String, String> found = new TreeMap<>();
    try (Connection server = database.admin();
        PreparedStatement query = server.prepareStatement(ON_THE_SERVER)) {
      query.setString(1, database.name());
      collect(query, found);
    }
    collectThreads(found);
    collectBeans(found);
    collectFiles(found);
    return found;
  }

  /**
   * The large objects that are there now; to see them it has to be in the database for a moment.
   */
  Map<String, String> findLargeObjects() throws SQLException {
    Map<String, String> found = new TreeMap<>();
    try (Connection inside = database.connectPlain();
        PreparedStatement query = inside.prepareStatement(IN_THE_DATABASE)) {
      collect(query, found);
    }
    return found;
  }

  private static void collect(PreparedStatement query, Map<String, String> found)
      throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getString(2));
      }
    }
  }

  private static void collectThreads(Map<String, String> found) {
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              if (thread.getName().startsWith(PREFIX)) {
                found.put(
                    "thread " + thread.getId() + " \"" + thread.getName() + "\"",
                    thread.getState() + (frames.length == 0 ? "" : " at " + frames[0]));
              }
            });
  }

  private static void collectBeans(Map<String, String> found) {
    ManagementFactory.getPlatformMBeanServer()
        .queryNames(BEANS, null)
        .forEach(name -> found.put("bean " + name, "registered"));
  }

  private static void collectFiles(Map<String, String> found) throws IOException {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
      files.forEach(file -> found.put("temporary file " + file.getFileName(), "in " + directory));
    }
  }
}
