package io.github.pgbackground.internal.forward;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Metadata that does nothing but ask its delegate, one line a method; its result sets pass through {@link #wrapped}. */
public interface ForwardingDatabaseMetaData extends Forwarding, DatabaseMetaData {
  @Override
  DatabaseMetaData delegate();

  /** What the application gets for a result set of the delegate. */
  ResultSet wrapped(ResultSet result) throws SQLException;

  // java.sql.DatabaseMetaData

  @Override default boolean allProceduresAreCallable() throws SQLException { return delegate().allProceduresAreCallable(); }
  @Override default boolean allTablesAreSelectable() throws SQLException { return delegate().allTablesAreSelectable(); }
  @Override default String getURL() throws SQLException { return delegate().getURL(); }
  @Override default String getUserName() throws SQLException { return delegate().getUserName(); }
  @Override default boolean isReadOnly() throws SQLException { return delegate().isReadOnly(); }
  @Override default boolean nullsAreSortedHigh() throws SQLException { return delegate().nullsAreSortedHigh(); }
  @Override default boolean nullsAreSortedLow() throws SQLException { return delegate().nullsAreSortedLow(); }
  @Override default boolean nullsAreSortedAtStart() throws SQLException { return delegate().nullsAreSortedAtStart(); }
  @Override default boolean nullsAreSortedAtEnd() throws SQLException { return delegate().nullsAreSortedAtEnd(); }
  @Override default String getDatabaseProductName() throws SQLException { return delegate().getDatabaseProductName(); }
  @Override default String getDatabaseProductVersion() throws SQLException { return delegate().getDatabaseProductVersion(); }
  @Override default String getDriverName() throws SQLException { return delegate().getDriverName(); }
  @Override default String getDriverVersion() throws SQLException { return delegate().getDriverVersion(); }
  @Override default int getDriverMajorVersion() { return delegate().getDriverMajorVersion(); }
  @Override default int getDriverMinorVersion() { return delegate().getDriverMinorVersion(); }
  @Override default boolean usesLocalFiles() throws SQLException { return delegate().usesLocalFiles(); }
  @Override default boolean usesLocalFilePerTable() throws SQLException { return delegate().usesLocalFilePerTable(); }
  @Override default boolean supportsMixedCaseIdentifiers() throws SQLException { return delegate().supportsMixedCaseIdentifiers(); }
  @Override default boolean storesUpperCaseIdentifiers() throws SQLException { return delegate().storesUpperCaseIdentifiers(); }
  @Override default boolean storesLowerCaseIdentifiers() throws SQLException { return delegate().storesLowerCaseIdentifiers(); }
  @Override default boolean storesMixedCaseIdentifiers() throws SQLException { return delegate().storesMixedCaseIdentifiers(); }
  @Override default boolean supportsMixedCaseQuotedIdentifiers() throws SQLException { return delegate().supportsMixedCaseQuotedIdentifiers(); }
  @Override default boolean storesUpperCaseQuotedIdentifiers() throws SQLException { return delegate().storesUpperCaseQuotedIdentifiers(); }
  @Override default boolean storesLowerCaseQuotedIdentifiers() throws SQLException { return delegate().storesLowerCaseQuotedIdentifiers(); }
  @Override default boolean storesMixedCaseQuotedIdentifiers() throws SQLException { return delegate().storesMixedCaseQuotedIdentifiers(); }
  @Override default String getIdentifierQuoteString() throws SQLException { return delegate().getIdentifierQuoteString(); }
  @Override default String getSQLKeywords() throws SQLException { return delegate().getSQLKeywords(); }
  @Override default String getNumericFunctions() throws SQLException { return delegate().getNumericFunctions(); }
  @Override default String getStringFunctions() throws SQLException { return delegate().getStringFunctions(); }
  @Override default String getSystemFunctions() throws SQLException { return delegate().getSystemFunctions(); }
  @Override default String getTimeDateFunctions() throws SQLException { return delegate().getTimeDateFunctions(); }
  @Override default String getSearchStringEscape() throws SQLException { return delegate().getSearchStringEscape(); }
  @Override default String getExtraNameCharacters() throws SQLException { return delegate().getExtraNameCharacters(); }
  @Override default boolean supportsAlterTableWithAddColumn() throws SQLException { return delegate().supportsAlterTableWithAddColumn(); }
  @Override default boolean supportsAlterTableWithDropColumn() throws SQLException { return delegate().supportsAlterTableWithDropColumn(); }
  @Override default boolean supportsColumnAliasing() throws SQLException { return delegate().supportsColumnAliasing(); }
  @Override default boolean nullPlusNonNullIsNull() throws SQLException { return delegate().nullPlusNonNullIsNull(); }
  @Override default boolean supportsConvert() throws SQLException { return delegate().supportsConvert(); }
  @Override default boolean supportsConvert(int fromType, int toType) throws SQLException { return delegate().supportsConvert(fromType, toType); }
  @Override default boolean supportsTableCorrelationNames() throws SQLException { return delegate().supportsTableCorrelationNames(); }
  @Override default boolean supportsDifferentTableCorrelationNames() throws SQLException { return delegate().supportsDifferentTableCorrelationNames(); }
  @Override default boolean supportsExpressionsInOrderBy() throws SQLException { return delegate().supportsExpressionsInOrderBy(); }
  @Override default boolean supportsOrderByUnrelated() throws SQLException { return delegate().supportsOrderByUnrelated(); }
  @Override default boolean supportsGroupBy() throws SQLException { return delegate().supportsGroupBy(); }
  @Override default boolean supportsGroupByUnrelated() throws SQLException { return delegate().supportsGroupByUnrelated(); }
  @Override default boolean supportsGroupByBeyondSelect() throws SQLException { return delegate().supportsGroupByBeyondSelect(); }
  @Override default boolean supportsLikeEscapeClause() throws SQLException { return delegate().supportsLikeEscapeClause(); }
  @Override default boolean supportsMultipleResultSets() throws SQLException { return delegate().supportsMultipleResultSets(); }
  @Override default boolean supportsMultipleTransactions() throws SQLException { return delegate().supportsMultipleTransactions(); }
  @Override default boolean supportsNonNullableColumns() throws SQLException { return delegate().supportsNonNullableColumns(); }
  @Override default boolean supportsMinimumSQLGrammar() throws SQLException { return delegate().supportsMinimumSQLGrammar(); }
  @Override default boolean supportsCoreSQLGrammar() throws SQLException { return delegate().supportsCoreSQLGrammar(); }
  @Override default boolean supportsExtendedSQLGrammar() throws SQLException { return delegate().supportsExtendedSQLGrammar(); }
  @Override default boolean supportsANSI92EntryLevelSQL() throws SQLException { return delegate().supportsANSI92EntryLevelSQL(); }
  @Override default boolean supportsANSI92IntermediateSQL() throws SQLException { return delegate().supportsANSI92IntermediateSQL(); }
  @Override default boolean supportsANSI92FullSQL() throws SQLException { return delegate().supportsANSI92FullSQL(); }
  @Override default boolean supportsIntegrityEnhancementFacility() throws SQLException { return delegate().supportsIntegrityEnhancementFacility(); }
  @Override default boolean supportsOuterJoins() throws SQLException { return delegate().supportsOuterJoins(); }
  @Override default boolean supportsFullOuterJoins() throws SQLException { return delegate().supportsFullOuterJoins(); }
  @Override default boolean supportsLimitedOuterJoins() throws SQLException { return delegate().supportsLimitedOuterJoins(); }
  @Override default String getSchemaTerm() throws SQLException { return delegate().getSchemaTerm(); }
  @Override default String getProcedureTerm() throws SQLException { return delegate().getProcedureTerm(); }
  @Override default String getCatalogTerm() throws SQLException { return delegate().getCatalogTerm(); }
  @Override default boolean isCatalogAtStart() throws SQLException { return delegate().isCatalogAtStart(); }
  @Override default String getCatalogSeparator() throws SQLException { return delegate().getCatalogSeparator(); }
  @Override default boolean supportsSchemasInDataManipulation() throws SQLException { return delegate().supportsSchemasInDataManipulation(); }
  @Override default boolean supportsSchemasInProcedureCalls() throws SQLException { return delegate().supportsSchemasInProcedureCalls(); }
  @Override default boolean supportsSchemasInTableDefinitions() throws SQLException { return delegate().supportsSchemasInTableDefinitions(); }
  @Override default boolean supportsSchemasInIndexDefinitions() throws SQLException { return delegate().supportsSchemasInIndexDefinitions(); }
  @Override default boolean supportsSchemasInPrivilegeDefinitions() throws SQLException { return delegate().supportsSchemasInPrivilegeDefinitions(); }
  @Override default boolean supportsCatalogsInDataManipulation() throws SQLException { return delegate().supportsCatalogsInDataManipulation(); }
  @Override default boolean supportsCatalogsInProcedureCalls() throws SQLException { return delegate().supportsCatalogsInProcedureCalls(); }
  @Override default boolean supportsCatalogsInTableDefinitions() throws SQLException { return delegate().supportsCatalogsInTableDefinitions(); }
  @Override default boolean supportsCatalogsInIndexDefinitions() throws SQLException { return delegate().supportsCatalogsInIndexDefinitions(); }
  @Override default boolean supportsCatalogsInPrivilegeDefinitions() throws SQLException { return delegate().supportsCatalogsInPrivilegeDefinitions(); }
  @Override default boolean supportsPositionedDelete() throws SQLException { return delegate().supportsPositionedDelete(); }
  @Override default boolean supportsPositionedUpdate() throws SQLException { return delegate().supportsPositionedUpdate(); }
  @Override default boolean supportsSelectForUpdate() throws SQLException { return delegate().supportsSelectForUpdate(); }
  @Override default boolean supportsStoredProcedures() throws SQLException { return delegate().supportsStoredProcedures(); }
  @Override default boolean supportsSubqueriesInComparisons() throws SQLException { return delegate().supportsSubqueriesInComparisons(); }
  @Override default boolean supportsSubqueriesInExists() throws SQLException { return delegate().supportsSubqueriesInExists(); }
  @Override default boolean supportsSubqueriesInIns() throws SQLException { return delegate().supportsSubqueriesInIns(); }
  @Override default boolean supportsSubqueriesInQuantifieds() throws SQLException { return delegate().supportsSubqueriesInQuantifieds(); }
  @Override default boolean supportsCorrelatedSubqueries() throws SQLException { return delegate().supportsCorrelatedSubqueries(); }
  @Override default boolean supportsUnion() throws SQLException { return delegate().supportsUnion(); }
  @Override default boolean supportsUnionAll() throws SQLException { return delegate().supportsUnionAll(); }
  @Override default boolean supportsOpenCursorsAcrossCommit() throws SQLException { return delegate().supportsOpenCursorsAcrossCommit(); }
  @Override default boolean supportsOpenCursorsAcrossRollback() throws SQLException { return delegate().supportsOpenCursorsAcrossRollback(); }
  @Override default boolean supportsOpenStatementsAcrossCommit() throws SQLException { return delegate().supportsOpenStatementsAcrossCommit(); }
  @Override default boolean supportsOpenStatementsAcrossRollback() throws SQLException { return delegate().supportsOpenStatementsAcrossRollback(); }
  @Override default int getMaxBinaryLiteralLength() throws SQLException { return delegate().getMaxBinaryLiteralLength(); }
  @Override default int getMaxCharLiteralLength() throws SQLException { return delegate().getMaxCharLiteralLength(); }
  @Override default int getMaxColumnNameLength() throws SQLException { return delegate().getMaxColumnNameLength(); }
  @Override default int getMaxColumnsInGroupBy() throws SQLException { return delegate().getMaxColumnsInGroupBy(); }
  @Override default int getMaxColumnsInIndex() throws SQLException { return delegate().getMaxColumnsInIndex(); }
  @Override default int getMaxColumnsInOrderBy() throws SQLException { return delegate().getMaxColumnsInOrderBy(); }
  @Override default int getMaxColumnsInSelect() throws SQLException { return delegate().getMaxColumnsInSelect(); }
  @Override default int getMaxColumnsInTable() throws SQLException { return delegate().getMaxColumnsInTable(); }
  @Override default int getMaxConnections() throws SQLException { return delegate().getMaxConnections(); }
  @Override default int getMaxCursorNameLength() throws SQLException { return delegate().getMaxCursorNameLength(); }
  @Override default int getMaxIndexLength() throws SQLException { return delegate().getMaxIndexLength(); }
  @Override default int getMaxSchemaNameLength() throws SQLException { return delegate().getMaxSchemaNameLength(); }
  @Override default int getMaxProcedureNameLength() throws SQLException { return delegate().getMaxProcedureNameLength(); }
  @Override default int getMaxCatalogNameLength() throws SQLException { return delegate().getMaxCatalogNameLength(); }
  @Override default int getMaxRowSize() throws SQLException { return delegate().getMaxRowSize(); }
  @Override default boolean doesMaxRowSizeIncludeBlobs() throws SQLException { return delegate().doesMaxRowSizeIncludeBlobs(); }
  @Override default int getMaxStatementLength() throws SQLException { return delegate().getMaxStatementLength(); }
  @Override default int getMaxStatements() throws SQLException { return delegate().getMaxStatements(); }
  @Override default int getMaxTableNameLength() throws SQLException { return delegate().getMaxTableNameLength(); }
  @Override default int getMaxTablesInSelect() throws SQLException { return delegate().getMaxTablesInSelect(); }
  @Override default int getMaxUserNameLength() throws SQLException { return delegate().getMaxUserNameLength(); }
  @Override default int getDefaultTransactionIsolation() throws SQLException { return delegate().getDefaultTransactionIsolation(); }
  @Override default boolean supportsTransactions() throws SQLException { return delegate().supportsTransactions(); }
  @Override default boolean supportsTransactionIsolationLevel(int level) throws SQLException { return delegate().supportsTransactionIsolationLevel(level); }
  @Override default boolean supportsDataDefinitionAndDataManipulationTransactions() throws SQLException { return delegate().supportsDataDefinitionAndDataManipulationTransactions(); }
  @Override default boolean supportsDataManipulationTransactionsOnly() throws SQLException { return delegate().supportsDataManipulationTransactionsOnly(); }
  @Override default boolean dataDefinitionCausesTransactionCommit() throws SQLException { return delegate().dataDefinitionCausesTransactionCommit(); }
  @Override default boolean dataDefinitionIgnoredInTransactions() throws SQLException { return delegate().dataDefinitionIgnoredInTransactions(); }
  @Override default ResultSet getProcedures(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String procedureNamePattern) throws SQLException { return wrapped(delegate().getProcedures(catalog, schemaPattern, procedureNamePattern)); }
  @Override default ResultSet getProcedureColumns(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String procedureNamePattern, @Nullable String columnNamePattern) throws SQLException { return wrapped(delegate().getProcedureColumns(catalog, schemaPattern, procedureNamePattern, columnNamePattern)); }
  @Override default ResultSet getTables(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern, String @Nullable [] types) throws SQLException { return wrapped(delegate().getTables(catalog, schemaPattern, tableNamePattern, types)); }
  @Override default ResultSet getSchemas() throws SQLException { return wrapped(delegate().getSchemas()); }
  @Override default ResultSet getCatalogs() throws SQLException { return wrapped(delegate().getCatalogs()); }
  @Override default ResultSet getTableTypes() throws SQLException { return wrapped(delegate().getTableTypes()); }
  @Override default ResultSet getColumns(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern, @Nullable String columnNamePattern) throws SQLException { return wrapped(delegate().getColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern)); }
  @Override default ResultSet getColumnPrivileges(@Nullable String catalog, @Nullable String schema, String table, @Nullable String columnNamePattern) throws SQLException { return wrapped(delegate().getColumnPrivileges(catalog, schema, table, columnNamePattern)); }
  @Override default ResultSet getTablePrivileges(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern) throws SQLException { return wrapped(delegate().getTablePrivileges(catalog, schemaPattern, tableNamePattern)); }
  @Override default ResultSet getBestRowIdentifier(@Nullable String catalog, @Nullable String schema, String table, int scope, boolean nullable) throws SQLException { return wrapped(delegate().getBestRowIdentifier(catalog, schema, table, scope, nullable)); }
  @Override default ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, String table) throws SQLException { return wrapped(delegate().getVersionColumns(catalog, schema, table)); }
  @Override default ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table) throws SQLException { return wrapped(delegate().getPrimaryKeys(catalog, schema, table)); }
  @Override default ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, String table) throws SQLException { return wrapped(delegate().getImportedKeys(catalog, schema, table)); }
  @Override default ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, String table) throws SQLException { return wrapped(delegate().getExportedKeys(catalog, schema, table)); }
  @Override default ResultSet getCrossReference(@Nullable String parentCatalog, @Nullable String parentSchema, String parentTable, @Nullable String foreignCatalog, @Nullable String foreignSchema, String foreignTable) throws SQLException { return wrapped(delegate().getCrossReference(parentCatalog, parentSchema, parentTable, foreignCatalog, foreignSchema, foreignTable)); }
  @Override default ResultSet getTypeInfo() throws SQLException { return wrapped(delegate().getTypeInfo()); }
  @Override default ResultSet getIndexInfo(@Nullable String catalog, @Nullable String schema, String table, boolean unique, boolean approximate) throws SQLException { return wrapped(delegate().getIndexInfo(catalog, schema, table, unique, approximate)); }
  @Override default boolean supportsResultSetType(int type) throws SQLException { return delegate().supportsResultSetType(type); }
  @Override default boolean supportsResultSetConcurrency(int type, int concurrency) throws SQLException { return delegate().supportsResultSetConcurrency(type, concurrency); }
  @Override default boolean ownUpdatesAreVisible(int type) throws SQLException { return delegate().ownUpdatesAreVisible(type); }
  @Override default boolean ownDeletesAreVisible(int type) throws SQLException { return delegate().ownDeletesAreVisible(type); }
  @Override default boolean ownInsertsAreVisible(int type) throws SQLException { return delegate().ownInsertsAreVisible(type); }
  @Override default boolean othersUpdatesAreVisible(int type) throws SQLException { return delegate().othersUpdatesAreVisible(type); }
  @Override default boolean othersDeletesAreVisible(int type) throws SQLException { return delegate().othersDeletesAreVisible(type); }
  @Override default boolean othersInsertsAreVisible(int type) throws SQLException { return delegate().othersInsertsAreVisible(type); }
  @Override default boolean updatesAreDetected(int type) throws SQLException { return delegate().updatesAreDetected(type); }
  @Override default boolean deletesAreDetected(int type) throws SQLException { return delegate().deletesAreDetected(type); }
  @Override default boolean insertsAreDetected(int type) throws SQLException { return delegate().insertsAreDetected(type); }
  @Override default boolean supportsBatchUpdates() throws SQLException { return delegate().supportsBatchUpdates(); }
  @Override default ResultSet getUDTs(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern, int @Nullable [] types) throws SQLException { return wrapped(delegate().getUDTs(catalog, schemaPattern, typeNamePattern, types)); }
  @Override default Connection getConnection() throws SQLException { return delegate().getConnection(); }
  @Override default boolean supportsSavepoints() throws SQLException { return delegate().supportsSavepoints(); }
  @Override default boolean supportsNamedParameters() throws SQLException { return delegate().supportsNamedParameters(); }
  @Override default boolean supportsMultipleOpenResults() throws SQLException { return delegate().supportsMultipleOpenResults(); }
  @Override default boolean supportsGetGeneratedKeys() throws SQLException { return delegate().supportsGetGeneratedKeys(); }
  @Override default ResultSet getSuperTypes(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern) throws SQLException { return wrapped(delegate().getSuperTypes(catalog, schemaPattern, typeNamePattern)); }
  @Override default ResultSet getSuperTables(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern) throws SQLException { return wrapped(delegate().getSuperTables(catalog, schemaPattern, tableNamePattern)); }
  @Override default ResultSet getAttributes(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern, @Nullable String attributeNamePattern) throws SQLException { return wrapped(delegate().getAttributes(catalog, schemaPattern, typeNamePattern, attributeNamePattern)); }
  @Override default boolean supportsResultSetHoldability(int holdability) throws SQLException { return delegate().supportsResultSetHoldability(holdability); }
  @Override default int getResultSetHoldability() throws SQLException { return delegate().getResultSetHoldability(); }
  @Override default int getDatabaseMajorVersion() throws SQLException { return delegate().getDatabaseMajorVersion(); }
  @Override default int getDatabaseMinorVersion() throws SQLException { return delegate().getDatabaseMinorVersion(); }
  @Override default int getJDBCMajorVersion() throws SQLException { return delegate().getJDBCMajorVersion(); }
  @Override default int getJDBCMinorVersion() throws SQLException { return delegate().getJDBCMinorVersion(); }
  @Override default int getSQLStateType() throws SQLException { return delegate().getSQLStateType(); }
  @Override default boolean locatorsUpdateCopy() throws SQLException { return delegate().locatorsUpdateCopy(); }
  @Override default boolean supportsStatementPooling() throws SQLException { return delegate().supportsStatementPooling(); }
  @Override default RowIdLifetime getRowIdLifetime() throws SQLException { return delegate().getRowIdLifetime(); }
  @Override default ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern) throws SQLException { return wrapped(delegate().getSchemas(catalog, schemaPattern)); }
  @Override default boolean supportsStoredFunctionsUsingCallSyntax() throws SQLException { return delegate().supportsStoredFunctionsUsingCallSyntax(); }
  @Override default boolean autoCommitFailureClosesAllResultSets() throws SQLException { return delegate().autoCommitFailureClosesAllResultSets(); }
  @Override default ResultSet getClientInfoProperties() throws SQLException { return wrapped(delegate().getClientInfoProperties()); }
  @Override default ResultSet getFunctions(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String functionNamePattern) throws SQLException { return wrapped(delegate().getFunctions(catalog, schemaPattern, functionNamePattern)); }
  @Override default ResultSet getFunctionColumns(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String functionNamePattern, @Nullable String columnNamePattern) throws SQLException { return wrapped(delegate().getFunctionColumns(catalog, schemaPattern, functionNamePattern, columnNamePattern)); }
  @Override default ResultSet getPseudoColumns(@Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern, @Nullable String columnNamePattern) throws SQLException { return wrapped(delegate().getPseudoColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern)); }
  @Override default boolean generatedKeyAlwaysReturned() throws SQLException { return delegate().generatedKeyAlwaysReturned(); }
  @Override default long getMaxLogicalLobSize() throws SQLException { return delegate().getMaxLogicalLobSize(); }
  @Override default boolean supportsRefCursors() throws SQLException { return delegate().supportsRefCursors(); }
  @Override default boolean supportsSharding() throws SQLException { return delegate().supportsSharding(); }
}
