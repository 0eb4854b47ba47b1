package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;
import org.postgresql.geometric.PGpoint;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgArray;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.util.PGobject;

/** What pgjdbc offers beyond JDBC is used as with plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class PgjdbcApiTest {
  private final TestDatabase database;

  PgjdbcApiTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void copying_goes_in_and_out() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table copied (n int, t text)");
            CopyManager own = new CopyManager((BaseConnection) connection);
            transcript.asks(
                "in",
                () -> own.copyIn("copy copied from stdin", new StringReader("1\ta\n2\t\\N\n")));
            CopyManager theirs = ((PGConnection) connection).getCopyAPI();
            CopyIn in = theirs.copyIn("copy copied from stdin (format csv)");
            byte[] row = "3,ü\n".getBytes(StandardCharsets.UTF_8);
            in.writeToCopy(row, 0, row.length);
            transcript.asks("by hand", in::endCopy);
            StringWriter out = new StringWriter();
            transcript.asks("out", () -> own.copyOut("copy copied to stdout", out));
            transcript.asks("text", out::toString);
            transcript.fails(
                "not a number",
                () -> own.copyIn("copy copied from stdin", new StringReader("x\n")));
            transcript.fails("as a statement", () -> statement.execute("copy copied from stdin"));
            transcript.rows("table", statement.executeQuery("table copied"));
          }
        });
  }

  @Test
  void notifications_arrive() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          PGConnection pg = (PGConnection) connection;
          try (Statement statement = connection.createStatement()) {
            statement.execute("listen news");
            transcript.asks("none", pg::getNotifications);
            statement.execute("notify news, 'one'; notify news, 'two'");
            for (PGNotification notification : pg.getNotifications(5000)) {
              transcript.asks("name", notification::getName);
              transcript.asks("payload", notification::getParameter);
              transcript.asks("own", () -> notification.getPID() == pg.getBackendPID());
            }
            statement.execute("unlisten news");
          }
        });
  }

  @Test
  void large_objects_are_written_read_and_removed() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          transcript.fails(
              "with autocommit", () -> ((PGConnection) connection).getLargeObjectAPI().createLO());
          connection.setAutoCommit(false);
          LargeObjectManager objects = ((PGConnection) connection).getLargeObjectAPI();
          long oid = objects.createLO();
          try (LargeObject object = objects.open(oid)) {
            object.write("large".getBytes(StandardCharsets.UTF_8));
            object.seek(1);
            transcript.asks("read", () -> object.read(3));
            transcript.asks("size", object::size);
          }
          try (PreparedStatement statement = connection.prepareStatement("select ?::oid as lo")) {
            statement.setLong(1, oid);
            ResultSet rows = statement.executeQuery();
            rows.next();
            Blob blob = rows.getBlob("lo");
            transcript.asks("blob", () -> blob);
            blob.setBytes(1, "LARGE".getBytes(StandardCharsets.UTF_8));
            transcript.asks("clob", () -> rows.getClob(1));
            PreparedStatement streamed = connection.prepareStatement("select ?");
            streamed.setBlob(1, new ByteArrayInputStream(new byte[] {1, 2}));
            ResultSet made = streamed.executeQuery();
            made.next();
            transcript.asks("made by a stream", () -> made.getBlob(1));
          }
          objects.delete(oid);
          transcript.fails("one that is not there", () -> objects.open(1L));
          connection.rollback();
        });
  }

  @Test
  void arrays_come_as_arrays_and_as_rows() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery("select array[3,null,1], array[['a','b'],['c','d']]")) {
            rows.next();
            Array numbers = rows.getArray(1);
            transcript.asks("elements", numbers::getArray);
            transcript.asks("type", numbers::getBaseTypeName);
            transcript.rows("as rows", numbers.getResultSet());
            transcript.asks("part", () -> numbers.getArray(2, 2));
            transcript.asks("nested", () -> rows.getArray(2).getArray());
            Array made = ((PGConnection) connection).createArrayOf("float8", new double[] {1.5, 2});
            transcript.asks("made", made::toString);
            PgArray ofOurs = new PgArray((BaseConnection) connection, 1007, "{1,2}");
            transcript.asks("made by hand", ofOurs::getArray);
            transcript.rows("and as rows", ofOurs.getResultSet());
          }
        });
  }

  @Test
  void types_are_registered_and_objects_of_pgjdbc_go_in_and_out() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          ((PGConnection) connection).addDataType("point", PGpoint.class);
          PGobject json = new PGobject();
          json.setType("jsonb");
          json.setValue("{\"a\":  1}");
          try (PreparedStatement statement = connection.prepareStatement("select ? as p, ? as j")) {
            statement.setObject(1, new PGpoint(1, 2));
            statement.setObject(2, json);
            ResultSet rows = statement.executeQuery();
            rows.next();
            transcript.asks("point", () -> rows.getObject("p"));
            transcript.asks("json", () -> rows.getObject("j"));
            transcript.asks(
                "format", () -> ((PGResultSetMetaData) rows.getMetaData()).getFormat(1));
            transcript.asks("by class", () -> rows.getObject("p", PGpoint.class).x);
          }
        });
  }

  @Test
  void settings_of_connection_and_statement_are_kept_by_pgjdbc() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("queryTimeout", "7");
    sameAsPgjdbc(
        database,
        properties,
        (connection, transcript) -> {
          PGConnection pg = (PGConnection) connection;
          pg.setPrepareThreshold(2);
          pg.setDefaultFetchSize(11);
          pg.setAutosave(AutoSave.CONSERVATIVE);
          pg.setAdaptiveFetch(true);
          try (Statement statement = connection.createStatement()) {
            PGStatement own = (PGStatement) statement;
            transcript.asks("threshold", own::getPrepareThreshold);
            transcript.asks("fetch size", statement::getFetchSize);
            transcript.asks("adaptive", own::getAdaptiveFetch);
            transcript.asks("timeout", statement::getQueryTimeout);
            transcript.asks("autosave", pg::getAutosave);
            transcript.asks("mode", pg::getPreferQueryMode);
            transcript.asks("identifier", () -> pg.escapeIdentifier("a\"b"));
            transcript.asks("literal", () -> pg.escapeLiteral("a'b"));
            transcript.asks("parameter", () -> pg.getParameterStatus("server_encoding"));
            transcript.asks("parameters", () -> sortedNames(pg.getParameterStatuses()));
            statement.execute("create temp table own (n int)");
            statement.executeUpdate("insert into own values (1)");
            transcript.asks("oid", own::getLastOID);
          }
        });
  }

  private static String sortedNames(Map<String, String> parameters) {
    return String.join(",", parameters.keySet().stream().sorted().toList());
  }

  @Test
  void a_password_is_changed_without_being_sent() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            String role = "pgbackground_it_password_" + ProcessHandle.current().pid();
            statement.execute("create role " + role);
            try {
              char[] password = "secret".toCharArray();
              ((PGConnection) connection).alterUserPassword(role, password, "scram-sha-256");
              transcript.asks("forgotten", () -> (int) password[0]);
              transcript.rows(
                  "kind",
                  statement.executeQuery(
                      "select left(rolpassword, 14) from pg_authid where rolname = '"
                          + role
                          + "'"));
            } finally {
              statement.execute("drop role " + role);
            }
          }
        });
  }

  @Test
  void what_drivers_on_top_of_pgjdbc_call_behaves_as_ever() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          BaseConnection base = (BaseConnection) connection;
          transcript.rows("query", base.execSQLQuery("select 1 as one"));
          base.execSQLUpdate("set application_name = 'base'");
          transcript.rows("updated", base.execSQLQuery("show application_name"));
          transcript.fails("no rows", () -> base.execSQLQuery("set application_name = 'x'"));
          transcript.asks("state", base::getTransactionState);
          transcript.asks("version", () -> base.haveMinimumServerVersion(140000));
          transcript.asks("type", () -> base.getTypeInfo().getPGType(23));
          transcript.asks("conforming", base::getStandardConformingStrings);
          transcript.asks("escaped", () -> base.escapeString("a'b"));
          transcript.asks("url", () -> base.getMetaData().getURL().replaceAll("\\d+", "n"));
          try (Statement statement = connection.createStatement()) {
            BaseStatement own = (BaseStatement) statement;
            transcript.asks(
                "flags",
                () -> own.executeWithFlags("select 2", QueryExecutor.QUERY_SUPPRESS_BEGIN));
            transcript.rows("rows", statement.getResultSet());
            transcript.fails("of no text", () -> own.executeWithFlags(0));
          }
        });
  }

  @Test
  void automatic_savepoints_bring_a_transaction_back() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("autosave", "always");
    sameAsPgjdbc(
        database,
        properties,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table autosaved (n int)");
            transcript.fails("an error", () -> statement.execute("select 1/0"));
            transcript.rows("then", statement.executeQuery("table autosaved"));
          }
          connection.rollback();
        });
  }
}
