package io.github.pgbackground.internal.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGConnection;
import org.postgresql.PGRefCursorResultSet;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;
import org.postgresql.jdbc.PgConnection;

/** No method is forgotten, those with a default implementation included. */
class ForwardingTest {
  private static Stream<DynamicTest> each(RecordingDelegate delegate, Object before) {
    return delegate
        .methods()
        .map(
            method ->
                DynamicTest.dynamicTest(
                    method.toString(), () -> delegate.assertPasses(before, method)));
  }

  @TestFactory
  Stream<DynamicTest> every_method_of_a_connection_is_forwarded() {
    RecordingDelegate delegate = new RecordingDelegate(BaseConnection.class);
    return each(delegate, new Connection(delegate.as(BaseConnection.class)));
  }

  @TestFactory
  Stream<DynamicTest> every_method_of_a_statement_is_forwarded() {
    RecordingDelegate delegate = new RecordingDelegate(BaseStatement.class);
    return each(
        delegate,
        new ForwardingStatement() {
          @Override
          public Statement delegate() {
            return delegate.as(Statement.class);
          }

          @Override
          public void exposing() {}
        });
  }

  @TestFactory
  Stream<DynamicTest> every_method_of_a_prepared_statement_is_forwarded() {
    RecordingDelegate delegate =
        new RecordingDelegate(BaseStatement.class, PreparedStatement.class);
    return each(
        delegate,
        new ForwardingPreparedStatement() {
          @Override
          public PreparedStatement delegate() {
            return delegate.as(PreparedStatement.class);
          }

          @Override
          public void exposing() {}
        });
  }

  @TestFactory
  Stream<DynamicTest> every_method_of_a_callable_statement_is_forwarded() {
    RecordingDelegate delegate =
        new RecordingDelegate(BaseStatement.class, CallableStatement.class);
    return each(
        delegate,
        new ForwardingCallableStatement() {
          @Override
          public CallableStatement delegate() {
            return delegate.as(CallableStatement.class);
          }

          @Override
          public void exposing() {}
        });
  }

  @TestFactory
  Stream<DynamicTest> every_method_of_a_result_set_is_forwarded() {
    RecordingDelegate delegate =
        new RecordingDelegate(ResultSet.class, PGRefCursorResultSet.class);
    return each(
        delegate,
        new ForwardingResultSet() {
          @Override
          public ResultSet delegate() {
            return delegate.as(ResultSet.class);
          }

          @Override
          public void exposing() {}
        });
  }

  @TestFactory
  Stream<DynamicTest> every_method_of_metadata_is_forwarded() {
    RecordingDelegate delegate = new RecordingDelegate(DatabaseMetaData.class);
    return each(
        delegate,
        new ForwardingDatabaseMetaData(new Passing(delegate.as(DatabaseMetaData.class))));
  }

  @TestFactory
  Stream<DynamicTest> every_method_of_a_query_executor_is_forwarded() {
    RecordingDelegate delegate = new RecordingDelegate(QueryExecutor.class);
    return each(
        delegate, (ForwardingQueryExecutor) () -> delegate.as(QueryExecutor.class));
  }

  @Test
  void metadata_declares_each_of_its_methods_itself() {
    Set<String> declared = signatures(ForwardingDatabaseMetaData.class.getDeclaredMethods());
    Set<String> missing = signatures(DatabaseMetaData.class.getMethods());
    missing.removeAll(declared);
    assertEquals(Set.of(), missing);
    assertTrue(Modifier.isPublic(ForwardingDatabaseMetaData.class.getModifiers()));
  }

  private static Set<String> signatures(Method[] methods) {
    return Stream.of(methods)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void unwrapping_prefers_the_outer_object_and_exposes_nothing() throws SQLException {
    Connection outer = new Connection(mock(PgConnection.class));
    assertSame(outer, outer.unwrap(java.sql.Connection.class));
    assertSame(outer, outer.unwrap(PGConnection.class));
    assertTrue(outer.isWrapperFor(BaseConnection.class));
    assertTrue(outer.isWrapperFor(PgConnection.class));
    assertEquals(0, outer.exposures);
  }

  @Test
  void unwrapping_to_what_only_the_delegate_is_gives_the_delegate_and_says_so_before()
      throws SQLException {
    PgConnection inner = mock(PgConnection.class);
    Connection outer = new Connection(inner);
    assertSame(inner, outer.unwrap(PgConnection.class));
    assertEquals(1, outer.exposures);
  }

  @Test
  void unwrapping_to_anything_else_is_the_delegates_own_affair() throws SQLException {
    PgConnection inner = mock(PgConnection.class);
    when(inner.unwrap(String.class)).thenReturn("unwrapped");
    when(inner.isWrapperFor(String.class)).thenReturn(true);
    when(inner.unwrap(Integer.class)).thenThrow(new SQLException("no"));
    Connection outer = new Connection(inner);
    assertEquals("unwrapped", outer.unwrap(String.class));
    assertTrue(outer.isWrapperFor(String.class));
    assertThrows(SQLException.class, () -> outer.unwrap(Integer.class));
    assertFalse(outer.isWrapperFor(Integer.class));
  }

  private static final class Connection implements ForwardingConnection {
    private final BaseConnection delegate;
    private int exposures;

    Connection(BaseConnection delegate) {
      this.delegate = delegate;
    }

    @Override
    public BaseConnection delegate() {
      return delegate;
    }

    @Override
    public void exposing() {
      exposures++;
    }
  }

  /** Decides nothing. */
  private record Passing(DatabaseMetaData delegate) implements MetaDataDecisions {
    @Override
    public void exposing() {}

    @Override
    public ResultSet wrapped(ResultSet result) {
      return result;
    }

    @Override
    public String url() throws SQLException {
      return delegate.getURL();
    }

    @Override
    public java.sql.Connection connection() throws SQLException {
      return delegate.getConnection();
    }

    @Override
    public ResultSet functions(String catalog, String schema, String name) throws SQLException {
      return delegate.getFunctions(catalog, schema, name);
    }

    @Override
    public ResultSet functionColumns(String catalog, String schema, String name, String column)
        throws SQLException {
      return delegate.getFunctionColumns(catalog, schema, name, column);
    }

    @Override
    public ResultSet procedureColumns(String catalog, String schema, String name, String column)
        throws SQLException {
      return delegate.getProcedureColumns(catalog, schema, name, column);
    }
  }
}
