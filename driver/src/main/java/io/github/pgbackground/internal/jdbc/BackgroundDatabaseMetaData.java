package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.catalog.FunctionCatalog;
import io.github.pgbackground.internal.catalog.MergedRows;
import io.github.pgbackground.internal.forward.ForwardingDatabaseMetaData;
import io.github.pgbackground.internal.forward.MetaDataDecisions;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * pgjdbc's metadata, names and versions included, that leads back to the application's connection.
 */
final class BackgroundDatabaseMetaData implements MetaDataDecisions {
  private final BackgroundConnection connection;
  private final DatabaseMetaData delegate;
  private final String url;
  private final DatabaseMetaData asked = new ForwardingDatabaseMetaData(this);

  /** Says of a catalog what is asked of it. */
  @FunctionalInterface
  private interface Listing {
    List<Map<String, String>> of(FunctionCatalog catalog) throws SQLException;
  }

  BackgroundDatabaseMetaData(
      BackgroundConnection connection, DatabaseMetaData delegate, String url) {
    this.connection = connection;
    this.delegate = delegate;
    this.url = url;
  }

  /** What the application holds. */
  DatabaseMetaData asked() {
    return asked;
  }

  @Override
  public DatabaseMetaData delegate() {
    return delegate;
  }

  @Override
  public void exposing() {
    connection.session().touches().expose();
  }

  /** Without the socket factory of ours that pgjdbc may have got in it. */
  @Override
  public String url() {
    return url;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public ResultSet wrapped(ResultSet result) throws SQLException {
    return connection.reached(result);
  }

  // Functions that completion should find although the server does not have them

  @Override
  public ResultSet functions(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return listed(
        catalog,
        delegate.getFunctions(catalog, schemaPattern, namePattern),
        ours -> ours.functions(schemaPattern, namePattern));
  }

  @Override
  public ResultSet functionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return listed(
        catalog,
        delegate.getFunctionColumns(catalog, schemaPattern, namePattern, columnPattern),
        ours -> ours.functionColumns(schemaPattern, namePattern, columnPattern));
  }

  @Override
  public ResultSet procedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return listed(
        catalog,
        delegate.getProcedureColumns(catalog, schemaPattern, namePattern, columnPattern),
        ours -> ours.procedureColumns(schemaPattern, namePattern, columnPattern));
  }

  private ResultSet listed(@Nullable String catalog, ResultSet theirs, Listing listing)
      throws SQLException {
    BaseConnection server = connection.delegate();
    boolean elsewhere = catalog != null && !catalog.equals(server.getCatalog());
    if (elsewhere || !connection.session().installation().isAbsent()) {
      return wrapped(theirs);
    }
    FunctionCatalog ours = new FunctionCatalog(server.getCatalog(), server.getTypeInfo());
    return wrapped(MergedRows.of(server, theirs, listing.of(ours)));
  }
}
