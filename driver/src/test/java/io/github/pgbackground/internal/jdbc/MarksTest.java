package io.github.pgbackground.internal.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;

import io.github.pgbackground.internal.forward.RecordingDelegate;
import io.github.pgbackground.internal.job.Nesting;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.settings.Settings;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postgresql.PGRefCursorResultSet;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;

/** The session hears of all that the backend may run, and of every way around this driver. */
class MarksTest {
  private static final Set<String> EXECUTIONS =
      Set.of(
          "execute",
          "executeBatch",
          "executeLargeBatch",
          "executeLargeUpdate",
          "executeQuery",
          "executeUpdate",
          "executeWithFlags");

  private static final String URL = "jdbc:postgresql:db";

  private final Session session = session();

  private static Session session() {
    try {
      return new Session(
          new RecordingDelegate(BaseConnection.class).as(BaseConnection.class),
          null,
          Settings.of(Map.of("pgbackground.backend", "server")),
          () -> {
            throw new AssertionError("Nothing is launched here.");
          },
          (settings, targets, kind) -> Nesting.NONE);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Which methods say that the backend may run something, and which that a way around is open. */
  private record Marks(Set<String> touching, Set<String> exposing) {}

  private Marks marks(RecordingDelegate delegate, Object before)
      throws ReflectiveOperationException {
    Marks marks = new Marks(new TreeSet<>(), new TreeSet<>());
    for (Method method : (Iterable<Method>) delegate.methods()::iterator) {
      long touches = session.touches().count();
      boolean exposed = session.touches().isExposed();
      RecordingDelegate.call(before, method);
      if (session.touches().count() > touches) {
        marks.touching.add(method.getName());
      }
      if (session.touches().isExposed() && !exposed) {
        marks.exposing.add(method.getName());
      }
    }
    return marks;
  }

  @Test
  void a_connection_marks_what_changes_the_session() throws ReflectiveOperationException {
    RecordingDelegate delegate = new RecordingDelegate(BaseConnection.class);
    BackgroundConnection connection =
        new BackgroundConnection(delegate.as(BaseConnection.class), session, URL);
    assertEquals(
        Set.of(
            "alterUserPassword",
            "commit",
            "execSQLQuery",
            "execSQLUpdate",
            "releaseSavepoint",
            "rollback",
            "setAutoCommit",
            "setClientInfo",
            "setReadOnly",
            "setSavepoint",
            "setSchema",
            "setTransactionIsolation"),
        marks(delegate, connection).touching);
  }

  @Test
  void a_connection_marks_what_leads_around_it() throws ReflectiveOperationException {
    RecordingDelegate delegate = new RecordingDelegate(BaseConnection.class);
    Set<String> exposing = new TreeSet<>();
    for (Method method : (Iterable<Method>) delegate.methods()::iterator) {
      Session session = session();
      RecordingDelegate.call(
          new BackgroundConnection(delegate.as(BaseConnection.class), session, URL), method);
      if (session.touches().isExposed()) {
        exposing.add(method.getName());
      }
    }
    assertEquals(
        Set.of(
            "getCopyAPI",
            "getFastpathAPI",
            "getLargeObjectAPI",
            "getQueryExecutor",
            "getReplicationAPI",
            "getReplicationProtocol"),
        exposing);
  }

  @Test
  void a_statement_marks_its_executions() throws ReflectiveOperationException {
    RecordingDelegate delegate =
        new RecordingDelegate(BaseStatement.class, CallableStatement.class);
    BackgroundCallableStatement statement =
        new BackgroundCallableStatement(
            connection(), delegate.as(CallableStatement.class), "", false);
    assertEquals(new Marks(EXECUTIONS, Set.of()), marks(delegate, statement));
  }

  @Test
  void a_result_set_marks_changed_rows_and_rows_fetched_later()
      throws ReflectiveOperationException, SQLException {
    RecordingDelegate delegate = new RecordingDelegate(ResultSet.class, PGRefCursorResultSet.class);
    BackgroundStatement statement =
        new BackgroundStatement(connection(), mock(BaseStatement.class));
    BackgroundResultSet rows =
        new BackgroundResultSet(connection(), statement, delegate.as(ResultSet.class));
    assertEquals(
        new Marks(Set.of("deleteRow", "insertRow", "next", "refreshRow", "updateRow"), Set.of()),
        marks(delegate, rows));
  }

  @Test
  void rows_that_are_all_there_mark_nothing_when_they_are_read() throws SQLException {
    BackgroundStatement statement =
        new BackgroundStatement(connection(), mock(BaseStatement.class));
    new BackgroundResultSet(connection(), statement, mock(ResultSet.class)).next();
    assertEquals(0, session.touches().count());
  }

  @Test
  void metadata_marks_nothing() throws ReflectiveOperationException {
    RecordingDelegate delegate = new RecordingDelegate(DatabaseMetaData.class);
    assertEquals(
        new Marks(Set.of(), Set.of()),
        marks(
            delegate,
            new BackgroundDatabaseMetaData(connection(), delegate.as(DatabaseMetaData.class), URL)
                .asked()));
  }

  private BackgroundConnection connection() {
    return new BackgroundConnection(mock(BaseConnection.class), session, URL);
  }
}
