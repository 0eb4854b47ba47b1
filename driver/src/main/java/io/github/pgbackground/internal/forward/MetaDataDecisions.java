package io.github.pgbackground.internal.forward;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What of metadata is not simply the delegate's answer. */
public interface MetaDataDecisions {
  DatabaseMetaData delegate();

  /** Called before the application gets the delegate itself. */
  void exposing();

  /** What the application gets for a result set of the delegate. */
  ResultSet wrapped(ResultSet result) throws SQLException;

  /** {@link DatabaseMetaData#getURL}. */
  String url() throws SQLException;

  /** {@link DatabaseMetaData#getConnection}. */
  Connection connection() throws SQLException;

  /** {@link DatabaseMetaData#getFunctions}. */
  ResultSet functions(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException;

  /** {@link DatabaseMetaData#getFunctionColumns}. */
  ResultSet functionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException;

  /** {@link DatabaseMetaData#getProcedureColumns}. */
  ResultSet procedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException;
}
