package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.RecordingDelegate;
import io.github.pgbackground.internal.job.Nesting;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.settings.Settings;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mockito.Mockito;
import org.postgresql.PGRefCursorResultSet;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;

/** What is decided in between keeps nothing from pgjdbc and nothing that pgjdbc answers. */
class PassingTest {
  private BackgroundConnection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = connection(Mockito.mock(BaseConnection.class));
  }

  private static BackgroundConnection connection(BaseConnection delegate) throws SQLException {
    return new BackgroundConnection(
        delegate,
        new Session(
            delegate,
            null,
            Settings.of(Map.of("pgbackground.backend", "server")),
            () -> {
              throw new AssertionError("Nothing is launched here.");
            },
            (settings, targets, kind) -> Nesting.NONE),
        "jdbc:postgresql:db");
  }

  private static Stream<DynamicTest> each(
      RecordingDelegate delegate, Object before, Set<String> decided) {
    return delegate
        .methods()
        .filter(method -> !decided.contains(method.getName()))
        .map(method -> passes(delegate, before, method));
  }

  private static DynamicTest passes(RecordingDelegate delegate, Object before, Method method) {
    return DynamicTest.dynamicTest(method.toString(), () -> delegate.assertPasses(before, method));
  }

  @TestFactory
  Stream<DynamicTest> a_connection_passes_every_method_on() throws SQLException {
    RecordingDelegate delegate = new RecordingDelegate(BaseConnection.class);
    return each(delegate, connection(delegate.as(BaseConnection.class)), Set.of("getCopyAPI"));
  }

  @TestFactory
  Stream<DynamicTest> a_statement_passes_every_method_on() {
    RecordingDelegate delegate = new RecordingDelegate(BaseStatement.class);
    return each(
        delegate,
        new BackgroundStatement(connection, delegate.as(BaseStatement.class)),
        Set.of("getConnection"));
  }

  @TestFactory
  Stream<DynamicTest> a_prepared_statement_passes_every_method_on() {
    RecordingDelegate delegate =
        new RecordingDelegate(BaseStatement.class, PreparedStatement.class);
    return each(
        delegate,
        new BackgroundPreparedStatement(
            connection, delegate.as(PreparedStatement.class), "", false),
        Set.of("getConnection"));
  }

  @TestFactory
  Stream<DynamicTest> a_callable_statement_passes_every_method_on() {
    RecordingDelegate delegate =
        new RecordingDelegate(BaseStatement.class, CallableStatement.class);
    return each(
        delegate,
        new BackgroundCallableStatement(
            connection, delegate.as(CallableStatement.class), "", false),
        Set.of("getConnection"));
  }

  @TestFactory
  Stream<DynamicTest> a_result_set_passes_every_method_on() throws SQLException {
    RecordingDelegate delegate = new RecordingDelegate(ResultSet.class, PGRefCursorResultSet.class);
    BackgroundStatement statement =
        new BackgroundStatement(connection, Mockito.mock(BaseStatement.class));
    return each(
        delegate,
        new BackgroundResultSet(connection, statement, delegate.as(ResultSet.class)),
        Set.of("getStatement"));
  }

  @TestFactory
  Stream<DynamicTest> metadata_passes_every_method_on() {
    RecordingDelegate delegate = new RecordingDelegate(DatabaseMetaData.class);
    return each(
        delegate,
        new BackgroundDatabaseMetaData(connection, delegate.as(DatabaseMetaData.class), "a URL")
            .asked(),
        Set.of("getConnection", "getURL"));
  }
}
