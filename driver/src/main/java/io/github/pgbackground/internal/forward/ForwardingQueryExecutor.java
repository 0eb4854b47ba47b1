package io.github.pgbackground.internal.forward;

import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyOperation;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Encoding;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.ParameterList;
import org.postgresql.core.ProtocolVersion;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ReplicationProtocol;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.BatchResultHandler;
import org.postgresql.jdbc.EscapeSyntaxCallMode;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.HostSpec;

/** What sends a connection's statements, which does nothing but ask its delegate: every method of pgjdbc, one line each. */
public interface ForwardingQueryExecutor extends QueryExecutor {
  /** The one of pgjdbc that does the work. */
  QueryExecutor delegate();

  // org.postgresql.core.QueryExecutor

  @Override default void execute(Query query, @Nullable ParameterList parameters, ResultHandler handler, int maxRows, int fetchSize, int flags) throws SQLException { delegate().execute(query, parameters, handler, maxRows, fetchSize, flags); }
  @Override default void execute(Query query, @Nullable ParameterList parameters, ResultHandler handler, int maxRows, int fetchSize, int flags, boolean adaptiveFetch) throws SQLException { delegate().execute(query, parameters, handler, maxRows, fetchSize, flags, adaptiveFetch); }
  @Override default void execute(Query[] queries, @Nullable ParameterList[] parameterLists, BatchResultHandler handler, int maxRows, int fetchSize, int flags) throws SQLException { delegate().execute(queries, parameterLists, handler, maxRows, fetchSize, flags); }
  @Override default void execute(Query[] queries, @Nullable ParameterList[] parameterLists, BatchResultHandler handler, int maxRows, int fetchSize, int flags, boolean adaptiveFetch) throws SQLException { delegate().execute(queries, parameterLists, handler, maxRows, fetchSize, flags, adaptiveFetch); }
  @Override default void fetch(ResultCursor cursor, ResultHandler handler, int fetchSize, boolean adaptiveFetch) throws SQLException { delegate().fetch(cursor, handler, fetchSize, adaptiveFetch); }
  @Override default Query createSimpleQuery(String sql) throws SQLException { return delegate().createSimpleQuery(sql); }
  @Override default boolean isReWriteBatchedInsertsEnabled() { return delegate().isReWriteBatchedInsertsEnabled(); }
  @Override default int getReWriteBatchedInsertsSize() { return delegate().getReWriteBatchedInsertsSize(); }
  @Override default CachedQuery createQuery(String sql, boolean escapeProcessing, boolean isParameterized, String @Nullable ... columnNames) throws SQLException { return delegate().createQuery(sql, escapeProcessing, isParameterized, columnNames); }
  @Override default Object createQueryKey(String sql, boolean escapeProcessing, boolean isParameterized, String @Nullable ... columnNames) { return delegate().createQueryKey(sql, escapeProcessing, isParameterized, columnNames); }
  @Override default CachedQuery createQueryByKey(Object key) throws SQLException { return delegate().createQueryByKey(key); }
  @Override default CachedQuery borrowQueryByKey(Object key) throws SQLException { return delegate().borrowQueryByKey(key); }
  @Override default CachedQuery borrowQuery(String sql) throws SQLException { return delegate().borrowQuery(sql); }
  @Override default CachedQuery borrowCallableQuery(String sql) throws SQLException { return delegate().borrowCallableQuery(sql); }
  @Override default CachedQuery borrowReturningQuery(String sql, String @Nullable [] columnNames) throws SQLException { return delegate().borrowReturningQuery(sql, columnNames); }
  @Override default void releaseQuery(CachedQuery cachedQuery) { delegate().releaseQuery(cachedQuery); }
  @Override default Query wrap(List<NativeQuery> queries) { return delegate().wrap(queries); }
  @Override default void processNotifies() throws SQLException { delegate().processNotifies(); }
  @Override default void processNotifies(int timeoutMillis) throws SQLException { delegate().processNotifies(timeoutMillis); }
  @Deprecated @Override default ParameterList createFastpathParameters(int count) { return delegate().createFastpathParameters(count); }
  @Deprecated @Override default byte @Nullable [] fastpathCall(int fnid, ParameterList params, boolean suppressBegin) throws SQLException { return delegate().fastpathCall(fnid, params, suppressBegin); }
  @Override default CopyOperation startCopy(String sql, boolean suppressBegin) throws SQLException { return delegate().startCopy(sql, suppressBegin); }
  @Override default ProtocolVersion getProtocolVersion() { return delegate().getProtocolVersion(); }
  @Override default void addBinaryReceiveOid(int oid) { delegate().addBinaryReceiveOid(oid); }
  @Override default void removeBinaryReceiveOid(int oid) { delegate().removeBinaryReceiveOid(oid); }
  @Deprecated @Override default Set<? extends Integer> getBinaryReceiveOids() { return delegate().getBinaryReceiveOids(); }
  @Override default void setBinaryReceiveOids(Set<Integer> useBinaryForOids) { delegate().setBinaryReceiveOids(useBinaryForOids); }
  @Override default void addBinarySendOid(int oid) { delegate().addBinarySendOid(oid); }
  @Override default void removeBinarySendOid(int oid) { delegate().removeBinarySendOid(oid); }
  @Deprecated @Override default Set<? extends Integer> getBinarySendOids() { return delegate().getBinarySendOids(); }
  @Override default void setBinarySendOids(Set<Integer> useBinaryForOids) { delegate().setBinarySendOids(useBinaryForOids); }
  @Override default boolean getIntegerDateTimes() { return delegate().getIntegerDateTimes(); }
  @Override default HostSpec getHostSpec() { return delegate().getHostSpec(); }
  @Override default String getUser() { return delegate().getUser(); }
  @Override default String getDatabase() { return delegate().getDatabase(); }
  @Override default void sendQueryCancel() throws SQLException { delegate().sendQueryCancel(); }
  @Override default int getBackendPID() { return delegate().getBackendPID(); }
  @Override default void abort() { delegate().abort(); }
  @Override default void close() { delegate().close(); }
  @Override default Closeable getCloseAction() { return delegate().getCloseAction(); }
  @Override default boolean isClosed() { return delegate().isClosed(); }
  @Override default String getServerVersion() { return delegate().getServerVersion(); }
  @Override default PGNotification[] getNotifications() throws SQLException { return delegate().getNotifications(); }
  @Override default @Nullable SQLWarning getWarnings() { return delegate().getWarnings(); }
  @Override default int getServerVersionNum() { return delegate().getServerVersionNum(); }
  @Override default TransactionState getTransactionState() { return delegate().getTransactionState(); }
  @Override default boolean getStandardConformingStrings() { return delegate().getStandardConformingStrings(); }
  @Override default boolean getQuoteReturningIdentifiers() { return delegate().getQuoteReturningIdentifiers(); }
  @Override default @Nullable TimeZone getTimeZone() { return delegate().getTimeZone(); }
  @Override default Encoding getEncoding() { return delegate().getEncoding(); }
  @Override default String getApplicationName() { return delegate().getApplicationName(); }
  @Override default boolean isColumnSanitiserDisabled() { return delegate().isColumnSanitiserDisabled(); }
  @Override default EscapeSyntaxCallMode getEscapeSyntaxCallMode() { return delegate().getEscapeSyntaxCallMode(); }
  @Override default PreferQueryMode getPreferQueryMode() { return delegate().getPreferQueryMode(); }
  @Override default void setPreferQueryMode(PreferQueryMode mode) { delegate().setPreferQueryMode(mode); }
  @Override default AutoSave getAutoSave() { return delegate().getAutoSave(); }
  @Override default void setAutoSave(AutoSave autoSave) { delegate().setAutoSave(autoSave); }
  @Override default boolean willHealOnRetry(SQLException e) { return delegate().willHealOnRetry(e); }
  @Override default void setFlushCacheOnDeallocate(boolean flushCacheOnDeallocate) { delegate().setFlushCacheOnDeallocate(flushCacheOnDeallocate); }
  @Override default boolean isFlushCacheOnDdl() { return delegate().isFlushCacheOnDdl(); }
  @Override default void setFlushCacheOnDdl(boolean flushCacheOnDdl) { delegate().setFlushCacheOnDdl(flushCacheOnDdl); }
  @Override default ReplicationProtocol getReplicationProtocol() { return delegate().getReplicationProtocol(); }
  @Override default void setNetworkTimeout(int milliseconds) throws IOException { delegate().setNetworkTimeout(milliseconds); }
  @Override default int getNetworkTimeout() throws IOException { return delegate().getNetworkTimeout(); }
  @Override default Map<String, String> getParameterStatuses() { return delegate().getParameterStatuses(); }
  @Override default @Nullable String getParameterStatus(String parameterName) { return delegate().getParameterStatus(parameterName); }
  @Override default int getAdaptiveFetchSize(boolean adaptiveFetch, ResultCursor cursor) { return delegate().getAdaptiveFetchSize(adaptiveFetch, cursor); }
  @Override default boolean getAdaptiveFetch() { return delegate().getAdaptiveFetch(); }
  @Override default void setAdaptiveFetch(boolean adaptiveFetch) { delegate().setAdaptiveFetch(adaptiveFetch); }
  @Override default void addQueryToAdaptiveFetchCache(boolean adaptiveFetch, ResultCursor cursor) { delegate().addQueryToAdaptiveFetchCache(adaptiveFetch, cursor); }
  @Override default void removeQueryFromAdaptiveFetchCache(boolean adaptiveFetch, ResultCursor cursor) { delegate().removeQueryFromAdaptiveFetchCache(adaptiveFetch, cursor); }

  // org.postgresql.core.v3.TypeTransferModeRegistry

  @Override default boolean useBinaryForReceive(int oid) { return delegate().useBinaryForReceive(oid); }
  @Override default boolean useBinaryForSend(int oid) { return delegate().useBinaryForSend(oid); }
}
