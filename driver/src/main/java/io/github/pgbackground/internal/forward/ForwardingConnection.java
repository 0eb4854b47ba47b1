package io.github.pgbackground.internal.forward;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.TimerTask;
import java.util.concurrent.Executor;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Encoding;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ReplicationProtocol;
import org.postgresql.core.TransactionState;
import org.postgresql.core.TypeInfo;
import org.postgresql.core.Version;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.FieldMetadata;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.jdbc.TimestampUtils;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;
import org.postgresql.util.LruCache;
import org.postgresql.util.PGobject;
import org.postgresql.xml.PGXmlFactoryFactory;

/** A connection that does nothing but ask its delegate: every method of JDBC and of pgjdbc, one line each. */
public interface ForwardingConnection extends Forwarding, BaseConnection {
  @Override
  BaseConnection delegate();

  // java.sql.Connection

  @Override default Statement createStatement() throws SQLException { return delegate().createStatement(); }
  @Override default PreparedStatement prepareStatement(String sql) throws SQLException { return delegate().prepareStatement(sql); }
  @Override default CallableStatement prepareCall(String sql) throws SQLException { return delegate().prepareCall(sql); }
  @Override default String nativeSQL(String sql) throws SQLException { return delegate().nativeSQL(sql); }
  @Override default void setAutoCommit(boolean autoCommit) throws SQLException { delegate().setAutoCommit(autoCommit); }
  @Override default boolean getAutoCommit() throws SQLException { return delegate().getAutoCommit(); }
  @Override default void commit() throws SQLException { delegate().commit(); }
  @Override default void rollback() throws SQLException { delegate().rollback(); }
  @Override default void close() throws SQLException { delegate().close(); }
  @Override default boolean isClosed() throws SQLException { return delegate().isClosed(); }
  @Override default DatabaseMetaData getMetaData() throws SQLException { return delegate().getMetaData(); }
  @Override default void setReadOnly(boolean readOnly) throws SQLException { delegate().setReadOnly(readOnly); }
  @Override default boolean isReadOnly() throws SQLException { return delegate().isReadOnly(); }
  @Override default void setCatalog(String catalog) throws SQLException { delegate().setCatalog(catalog); }
  @Override default String getCatalog() throws SQLException { return delegate().getCatalog(); }
  @Override default void setTransactionIsolation(int level) throws SQLException { delegate().setTransactionIsolation(level); }
  @Override default int getTransactionIsolation() throws SQLException { return delegate().getTransactionIsolation(); }
  @Override default @Nullable SQLWarning getWarnings() throws SQLException { return delegate().getWarnings(); }
  @Override default void clearWarnings() throws SQLException { delegate().clearWarnings(); }
  @Override default Statement createStatement(int resultSetType, int resultSetConcurrency) throws SQLException { return delegate().createStatement(resultSetType, resultSetConcurrency); }
  @Override default PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency) throws SQLException { return delegate().prepareStatement(sql, resultSetType, resultSetConcurrency); }
  @Override default CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency) throws SQLException { return delegate().prepareCall(sql, resultSetType, resultSetConcurrency); }
  @Override default Map<String, Class<?>> getTypeMap() throws SQLException { return delegate().getTypeMap(); }
  @Override default void setTypeMap(Map<String, Class<?>> map) throws SQLException { delegate().setTypeMap(map); }
  @Override default void setHoldability(int holdability) throws SQLException { delegate().setHoldability(holdability); }
  @Override default int getHoldability() throws SQLException { return delegate().getHoldability(); }
  @Override default Savepoint setSavepoint() throws SQLException { return delegate().setSavepoint(); }
  @Override default Savepoint setSavepoint(String name) throws SQLException { return delegate().setSavepoint(name); }
  @Override default void rollback(Savepoint savepoint) throws SQLException { delegate().rollback(savepoint); }
  @Override default void releaseSavepoint(Savepoint savepoint) throws SQLException { delegate().releaseSavepoint(savepoint); }
  @Override default Statement createStatement(int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException { return delegate().createStatement(resultSetType, resultSetConcurrency, resultSetHoldability); }
  @Override default PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException { return delegate().prepareStatement(sql, resultSetType, resultSetConcurrency, resultSetHoldability); }
  @Override default CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException { return delegate().prepareCall(sql, resultSetType, resultSetConcurrency, resultSetHoldability); }
  @Override default PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException { return delegate().prepareStatement(sql, autoGeneratedKeys); }
  @Override default PreparedStatement prepareStatement(String sql, int @Nullable [] columnIndexes) throws SQLException { return delegate().prepareStatement(sql, columnIndexes); }
  @Override default PreparedStatement prepareStatement(String sql, String @Nullable [] columnNames) throws SQLException { return delegate().prepareStatement(sql, columnNames); }
  @Override default Clob createClob() throws SQLException { return delegate().createClob(); }
  @Override default Blob createBlob() throws SQLException { return delegate().createBlob(); }
  @Override default NClob createNClob() throws SQLException { return delegate().createNClob(); }
  @Override default SQLXML createSQLXML() throws SQLException { return delegate().createSQLXML(); }
  @Override default boolean isValid(int timeout) throws SQLException { return delegate().isValid(timeout); }
  @Override default void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException { delegate().setClientInfo(name, value); }
  @Override default void setClientInfo(Properties properties) throws SQLClientInfoException { delegate().setClientInfo(properties); }
  @Override default @Nullable String getClientInfo(String name) throws SQLException { return delegate().getClientInfo(name); }
  @Override default Properties getClientInfo() throws SQLException { return delegate().getClientInfo(); }
  @Override default Array createArrayOf(String typeName, Object @Nullable [] elements) throws SQLException { return delegate().createArrayOf(typeName, elements); }
  @Override default Struct createStruct(String typeName, Object[] attributes) throws SQLException { return delegate().createStruct(typeName, attributes); }
  @Override default void setSchema(@Nullable String schema) throws SQLException { delegate().setSchema(schema); }
  @Override default @Nullable String getSchema() throws SQLException { return delegate().getSchema(); }
  @Override default void abort(Executor executor) throws SQLException { delegate().abort(executor); }
  @Override default void setNetworkTimeout(@Nullable Executor executor, int milliseconds) throws SQLException { delegate().setNetworkTimeout(executor, milliseconds); }
  @Override default int getNetworkTimeout() throws SQLException { return delegate().getNetworkTimeout(); }
  @Override default void beginRequest() throws SQLException { delegate().beginRequest(); }
  @Override default void endRequest() throws SQLException { delegate().endRequest(); }
  @Override default boolean setShardingKeyIfValid(ShardingKey shardingKey, ShardingKey superShardingKey, int timeout) throws SQLException { return delegate().setShardingKeyIfValid(shardingKey, superShardingKey, timeout); }
  @Override default boolean setShardingKeyIfValid(ShardingKey shardingKey, int timeout) throws SQLException { return delegate().setShardingKeyIfValid(shardingKey, timeout); }
  @Override default void setShardingKey(ShardingKey shardingKey, ShardingKey superShardingKey) throws SQLException { delegate().setShardingKey(shardingKey, superShardingKey); }
  @Override default void setShardingKey(ShardingKey shardingKey) throws SQLException { delegate().setShardingKey(shardingKey); }

  // org.postgresql.PGConnection

  @Override default Array createArrayOf(String typeName, @Nullable Object elements) throws SQLException { return delegate().createArrayOf(typeName, elements); }
  @Override default PGNotification[] getNotifications() throws SQLException { return delegate().getNotifications(); }
  @Override default PGNotification[] getNotifications(int timeoutMillis) throws SQLException { return delegate().getNotifications(timeoutMillis); }
  @Override default CopyManager getCopyAPI() throws SQLException { return delegate().getCopyAPI(); }
  @Override default LargeObjectManager getLargeObjectAPI() throws SQLException { return delegate().getLargeObjectAPI(); }
  @Override default Fastpath getFastpathAPI() throws SQLException { return delegate().getFastpathAPI(); }
  @Deprecated @Override default void addDataType(String type, String className) { delegate().addDataType(type, className); }
  @Override default void addDataType(String type, Class<? extends PGobject> klass) throws SQLException { delegate().addDataType(type, klass); }
  @Override default void setPrepareThreshold(int threshold) { delegate().setPrepareThreshold(threshold); }
  @Override default int getPrepareThreshold() { return delegate().getPrepareThreshold(); }
  @Override default void setDefaultFetchSize(int fetchSize) throws SQLException { delegate().setDefaultFetchSize(fetchSize); }
  @Override default int getDefaultFetchSize() { return delegate().getDefaultFetchSize(); }
  @Override default void setQueryTimeout(int seconds) throws SQLException { delegate().setQueryTimeout(seconds); }
  @Override default int getQueryTimeout() { return delegate().getQueryTimeout(); }
  @Override default int getBackendPID() { return delegate().getBackendPID(); }
  @Override default void cancelQuery() throws SQLException { delegate().cancelQuery(); }
  @Override default String escapeIdentifier(String identifier) throws SQLException { return delegate().escapeIdentifier(identifier); }
  @Override default String escapeLiteral(String literal) throws SQLException { return delegate().escapeLiteral(literal); }
  @Override default PreferQueryMode getPreferQueryMode() { return delegate().getPreferQueryMode(); }
  @Override default AutoSave getAutosave() { return delegate().getAutosave(); }
  @Override default void setAutosave(AutoSave autoSave) { delegate().setAutosave(autoSave); }
  @Override default PGReplicationConnection getReplicationAPI() { return delegate().getReplicationAPI(); }
  @Override default void alterUserPassword(String user, char[] newPassword, @Nullable String encryptionType) throws SQLException { delegate().alterUserPassword(user, newPassword, encryptionType); }
  @Override default Map<String, String> getParameterStatuses() { return delegate().getParameterStatuses(); }
  @Override default @Nullable String getParameterStatus(String parameterName) { return delegate().getParameterStatus(parameterName); }
  @Override default void setAdaptiveFetch(boolean adaptiveFetch) { delegate().setAdaptiveFetch(adaptiveFetch); }
  @Override default boolean getAdaptiveFetch() { return delegate().getAdaptiveFetch(); }

  // org.postgresql.core.BaseConnection

  @Override default ResultSet execSQLQuery(String s) throws SQLException { return delegate().execSQLQuery(s); }
  @Override default ResultSet execSQLQuery(String s, int resultSetType, int resultSetConcurrency) throws SQLException { return delegate().execSQLQuery(s, resultSetType, resultSetConcurrency); }
  @Override default void execSQLUpdate(String s) throws SQLException { delegate().execSQLUpdate(s); }
  @Override default QueryExecutor getQueryExecutor() { return delegate().getQueryExecutor(); }
  @Override default ReplicationProtocol getReplicationProtocol() { return delegate().getReplicationProtocol(); }
  @Override default Object getObject(String type, @Nullable String value, byte @Nullable [] byteValue) throws SQLException { return delegate().getObject(type, value, byteValue); }
  @Override default Encoding getEncoding() throws SQLException { return delegate().getEncoding(); }
  @Override default TypeInfo getTypeInfo() { return delegate().getTypeInfo(); }
  @Override default boolean haveMinimumServerVersion(int ver) { return delegate().haveMinimumServerVersion(ver); }
  @Override default boolean haveMinimumServerVersion(Version ver) { return delegate().haveMinimumServerVersion(ver); }
  @Override default byte @Nullable [] encodeString(@Nullable String str) throws SQLException { return delegate().encodeString(str); }
  @Override default String escapeString(String str) throws SQLException { return delegate().escapeString(str); }
  @Override default boolean getStandardConformingStrings() { return delegate().getStandardConformingStrings(); }
  @Deprecated @Override default TimestampUtils getTimestampUtils() { return delegate().getTimestampUtils(); }
  @Override default Logger getLogger() { return delegate().getLogger(); }
  @Override default boolean getStringVarcharFlag() { return delegate().getStringVarcharFlag(); }
  @Override default TransactionState getTransactionState() { return delegate().getTransactionState(); }
  @Override default boolean binaryTransferSend(int oid) { return delegate().binaryTransferSend(oid); }
  @Override default boolean isColumnSanitiserDisabled() { return delegate().isColumnSanitiserDisabled(); }
  @Override default void addTimerTask(TimerTask timerTask, long milliSeconds) { delegate().addTimerTask(timerTask, milliSeconds); }
  @Override default void purgeTimerTasks() { delegate().purgeTimerTasks(); }
  @Override default LruCache<FieldMetadata.Key, FieldMetadata> getFieldMetadataCache() { return delegate().getFieldMetadataCache(); }
  @Override default CachedQuery createQuery(String sql, boolean escapeProcessing, boolean isParameterized, String... columnNames) throws SQLException { return delegate().createQuery(sql, escapeProcessing, isParameterized, columnNames); }
  @Override default void setFlushCacheOnDeallocate(boolean flushCacheOnDeallocate) { delegate().setFlushCacheOnDeallocate(flushCacheOnDeallocate); }
  @Override default boolean hintReadOnly() { return delegate().hintReadOnly(); }
  @Override default PGXmlFactoryFactory getXmlFactoryFactory() throws SQLException { return delegate().getXmlFactoryFactory(); }
  @Override default boolean getLogServerErrorDetail() { return delegate().getLogServerErrorDetail(); }
  @Override default boolean getConvertBooleanToNumeric() { return delegate().getConvertBooleanToNumeric(); }
}
