package io.github.pgbackground.internal.forward;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGRefCursorResultSet;

/** A result set that does nothing but ask its delegate: every method of JDBC and of pgjdbc, one line each. */
public interface ForwardingResultSet extends Forwarding, ResultSet, PGRefCursorResultSet {
  @Override
  ResultSet delegate();

  // java.sql.ResultSet

  @Override default boolean next() throws SQLException { return delegate().next(); }
  @Override default void close() throws SQLException { delegate().close(); }
  @Override default boolean wasNull() throws SQLException { return delegate().wasNull(); }
  @Override default @Nullable String getString(int columnIndex) throws SQLException { return delegate().getString(columnIndex); }
  @Override default boolean getBoolean(int columnIndex) throws SQLException { return delegate().getBoolean(columnIndex); }
  @Override default byte getByte(int columnIndex) throws SQLException { return delegate().getByte(columnIndex); }
  @Override default short getShort(int columnIndex) throws SQLException { return delegate().getShort(columnIndex); }
  @Override default int getInt(int columnIndex) throws SQLException { return delegate().getInt(columnIndex); }
  @Override default long getLong(int columnIndex) throws SQLException { return delegate().getLong(columnIndex); }
  @Override default float getFloat(int columnIndex) throws SQLException { return delegate().getFloat(columnIndex); }
  @Override default double getDouble(int columnIndex) throws SQLException { return delegate().getDouble(columnIndex); }
  @Deprecated @Override default @Nullable BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException { return delegate().getBigDecimal(columnIndex, scale); }
  @Override default byte @Nullable [] getBytes(int columnIndex) throws SQLException { return delegate().getBytes(columnIndex); }
  @Override default @Nullable Date getDate(int columnIndex) throws SQLException { return delegate().getDate(columnIndex); }
  @Override default @Nullable Time getTime(int columnIndex) throws SQLException { return delegate().getTime(columnIndex); }
  @Override default @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException { return delegate().getTimestamp(columnIndex); }
  @Override default @Nullable InputStream getAsciiStream(int columnIndex) throws SQLException { return delegate().getAsciiStream(columnIndex); }
  @Deprecated @Override default @Nullable InputStream getUnicodeStream(int columnIndex) throws SQLException { return delegate().getUnicodeStream(columnIndex); }
  @Override default @Nullable InputStream getBinaryStream(int columnIndex) throws SQLException { return delegate().getBinaryStream(columnIndex); }
  @Override default @Nullable String getString(String columnLabel) throws SQLException { return delegate().getString(columnLabel); }
  @Override default boolean getBoolean(String columnLabel) throws SQLException { return delegate().getBoolean(columnLabel); }
  @Override default byte getByte(String columnLabel) throws SQLException { return delegate().getByte(columnLabel); }
  @Override default short getShort(String columnLabel) throws SQLException { return delegate().getShort(columnLabel); }
  @Override default int getInt(String columnLabel) throws SQLException { return delegate().getInt(columnLabel); }
  @Override default long getLong(String columnLabel) throws SQLException { return delegate().getLong(columnLabel); }
  @Override default float getFloat(String columnLabel) throws SQLException { return delegate().getFloat(columnLabel); }
  @Override default double getDouble(String columnLabel) throws SQLException { return delegate().getDouble(columnLabel); }
  @Deprecated @Override default @Nullable BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException { return delegate().getBigDecimal(columnLabel, scale); }
  @Override default byte @Nullable [] getBytes(String columnLabel) throws SQLException { return delegate().getBytes(columnLabel); }
  @Override default @Nullable Date getDate(String columnLabel) throws SQLException { return delegate().getDate(columnLabel); }
  @Override default @Nullable Time getTime(String columnLabel) throws SQLException { return delegate().getTime(columnLabel); }
  @Override default @Nullable Timestamp getTimestamp(String columnLabel) throws SQLException { return delegate().getTimestamp(columnLabel); }
  @Override default @Nullable InputStream getAsciiStream(String columnLabel) throws SQLException { return delegate().getAsciiStream(columnLabel); }
  @Deprecated @Override default @Nullable InputStream getUnicodeStream(String columnLabel) throws SQLException { return delegate().getUnicodeStream(columnLabel); }
  @Override default @Nullable InputStream getBinaryStream(String columnLabel) throws SQLException { return delegate().getBinaryStream(columnLabel); }
  @Override default @Nullable SQLWarning getWarnings() throws SQLException { return delegate().getWarnings(); }
  @Override default void clearWarnings() throws SQLException { delegate().clearWarnings(); }
  @Override default @Nullable String getCursorName() throws SQLException { return delegate().getCursorName(); }
  @Override default ResultSetMetaData getMetaData() throws SQLException { return delegate().getMetaData(); }
  @Override default @Nullable Object getObject(int columnIndex) throws SQLException { return delegate().getObject(columnIndex); }
  @Override default @Nullable Object getObject(String columnLabel) throws SQLException { return delegate().getObject(columnLabel); }
  @Override default int findColumn(String columnLabel) throws SQLException { return delegate().findColumn(columnLabel); }
  @Override default @Nullable Reader getCharacterStream(int columnIndex) throws SQLException { return delegate().getCharacterStream(columnIndex); }
  @Override default @Nullable Reader getCharacterStream(String columnLabel) throws SQLException { return delegate().getCharacterStream(columnLabel); }
  @Override default @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException { return delegate().getBigDecimal(columnIndex); }
  @Override default @Nullable BigDecimal getBigDecimal(String columnLabel) throws SQLException { return delegate().getBigDecimal(columnLabel); }
  @Override default boolean isBeforeFirst() throws SQLException { return delegate().isBeforeFirst(); }
  @Override default boolean isAfterLast() throws SQLException { return delegate().isAfterLast(); }
  @Override default boolean isFirst() throws SQLException { return delegate().isFirst(); }
  @Override default boolean isLast() throws SQLException { return delegate().isLast(); }
  @Override default void beforeFirst() throws SQLException { delegate().beforeFirst(); }
  @Override default void afterLast() throws SQLException { delegate().afterLast(); }
  @Override default boolean first() throws SQLException { return delegate().first(); }
  @Override default boolean last() throws SQLException { return delegate().last(); }
  @Override default int getRow() throws SQLException { return delegate().getRow(); }
  @Override default boolean absolute(int row) throws SQLException { return delegate().absolute(row); }
  @Override default boolean relative(int rows) throws SQLException { return delegate().relative(rows); }
  @Override default boolean previous() throws SQLException { return delegate().previous(); }
  @Override default void setFetchDirection(int direction) throws SQLException { delegate().setFetchDirection(direction); }
  @Override default int getFetchDirection() throws SQLException { return delegate().getFetchDirection(); }
  @Override default void setFetchSize(int rows) throws SQLException { delegate().setFetchSize(rows); }
  @Override default int getFetchSize() throws SQLException { return delegate().getFetchSize(); }
  @Override default int getType() throws SQLException { return delegate().getType(); }
  @Override default int getConcurrency() throws SQLException { return delegate().getConcurrency(); }
  @Override default boolean rowUpdated() throws SQLException { return delegate().rowUpdated(); }
  @Override default boolean rowInserted() throws SQLException { return delegate().rowInserted(); }
  @Override default boolean rowDeleted() throws SQLException { return delegate().rowDeleted(); }
  @Override default void updateNull(int columnIndex) throws SQLException { delegate().updateNull(columnIndex); }
  @Override default void updateBoolean(int columnIndex, boolean x) throws SQLException { delegate().updateBoolean(columnIndex, x); }
  @Override default void updateByte(int columnIndex, byte x) throws SQLException { delegate().updateByte(columnIndex, x); }
  @Override default void updateShort(int columnIndex, short x) throws SQLException { delegate().updateShort(columnIndex, x); }
  @Override default void updateInt(int columnIndex, int x) throws SQLException { delegate().updateInt(columnIndex, x); }
  @Override default void updateLong(int columnIndex, long x) throws SQLException { delegate().updateLong(columnIndex, x); }
  @Override default void updateFloat(int columnIndex, float x) throws SQLException { delegate().updateFloat(columnIndex, x); }
  @Override default void updateDouble(int columnIndex, double x) throws SQLException { delegate().updateDouble(columnIndex, x); }
  @Override default void updateBigDecimal(int columnIndex, @Nullable BigDecimal x) throws SQLException { delegate().updateBigDecimal(columnIndex, x); }
  @Override default void updateString(int columnIndex, @Nullable String x) throws SQLException { delegate().updateString(columnIndex, x); }
  @Override default void updateBytes(int columnIndex, byte @Nullable [] x) throws SQLException { delegate().updateBytes(columnIndex, x); }
  @Override default void updateDate(int columnIndex, @Nullable Date x) throws SQLException { delegate().updateDate(columnIndex, x); }
  @Override default void updateTime(int columnIndex, @Nullable Time x) throws SQLException { delegate().updateTime(columnIndex, x); }
  @Override default void updateTimestamp(int columnIndex, @Nullable Timestamp x) throws SQLException { delegate().updateTimestamp(columnIndex, x); }
  @Override default void updateAsciiStream(int columnIndex, @Nullable InputStream x, int length) throws SQLException { delegate().updateAsciiStream(columnIndex, x, length); }
  @Override default void updateBinaryStream(int columnIndex, @Nullable InputStream x, int length) throws SQLException { delegate().updateBinaryStream(columnIndex, x, length); }
  @Override default void updateCharacterStream(int columnIndex, @Nullable Reader x, int length) throws SQLException { delegate().updateCharacterStream(columnIndex, x, length); }
  @Override default void updateObject(int columnIndex, @Nullable Object x, int scaleOrLength) throws SQLException { delegate().updateObject(columnIndex, x, scaleOrLength); }
  @Override default void updateObject(int columnIndex, @Nullable Object x) throws SQLException { delegate().updateObject(columnIndex, x); }
  @Override default void updateNull(String columnLabel) throws SQLException { delegate().updateNull(columnLabel); }
  @Override default void updateBoolean(String columnLabel, boolean x) throws SQLException { delegate().updateBoolean(columnLabel, x); }
  @Override default void updateByte(String columnLabel, byte x) throws SQLException { delegate().updateByte(columnLabel, x); }
  @Override default void updateShort(String columnLabel, short x) throws SQLException { delegate().updateShort(columnLabel, x); }
  @Override default void updateInt(String columnLabel, int x) throws SQLException { delegate().updateInt(columnLabel, x); }
  @Override default void updateLong(String columnLabel, long x) throws SQLException { delegate().updateLong(columnLabel, x); }
  @Override default void updateFloat(String columnLabel, float x) throws SQLException { delegate().updateFloat(columnLabel, x); }
  @Override default void updateDouble(String columnLabel, double x) throws SQLException { delegate().updateDouble(columnLabel, x); }
  @Override default void updateBigDecimal(String columnLabel, @Nullable BigDecimal x) throws SQLException { delegate().updateBigDecimal(columnLabel, x); }
  @Override default void updateString(String columnLabel, @Nullable String x) throws SQLException { delegate().updateString(columnLabel, x); }
  @Override default void updateBytes(String columnLabel, byte @Nullable [] x) throws SQLException { delegate().updateBytes(columnLabel, x); }
  @Override default void updateDate(String columnLabel, @Nullable Date x) throws SQLException { delegate().updateDate(columnLabel, x); }
  @Override default void updateTime(String columnLabel, @Nullable Time x) throws SQLException { delegate().updateTime(columnLabel, x); }
  @Override default void updateTimestamp(String columnLabel, @Nullable Timestamp x) throws SQLException { delegate().updateTimestamp(columnLabel, x); }
  @Override default void updateAsciiStream(String columnLabel, @Nullable InputStream x, int length) throws SQLException { delegate().updateAsciiStream(columnLabel, x, length); }
  @Override default void updateBinaryStream(String columnLabel, @Nullable InputStream x, int length) throws SQLException { delegate().updateBinaryStream(columnLabel, x, length); }
  @Override default void updateCharacterStream(String columnLabel, @Nullable Reader reader, int length) throws SQLException { delegate().updateCharacterStream(columnLabel, reader, length); }
  @Override default void updateObject(String columnLabel, @Nullable Object x, int scaleOrLength) throws SQLException { delegate().updateObject(columnLabel, x, scaleOrLength); }
  @Override default void updateObject(String columnLabel, @Nullable Object x) throws SQLException { delegate().updateObject(columnLabel, x); }
  @Override default void insertRow() throws SQLException { delegate().insertRow(); }
  @Override default void updateRow() throws SQLException { delegate().updateRow(); }
  @Override default void deleteRow() throws SQLException { delegate().deleteRow(); }
  @Override default void refreshRow() throws SQLException { delegate().refreshRow(); }
  @Override default void cancelRowUpdates() throws SQLException { delegate().cancelRowUpdates(); }
  @Override default void moveToInsertRow() throws SQLException { delegate().moveToInsertRow(); }
  @Override default void moveToCurrentRow() throws SQLException { delegate().moveToCurrentRow(); }
  @Override default Statement getStatement() throws SQLException { return delegate().getStatement(); }
  @Override default @Nullable Object getObject(int columnIndex, @Nullable Map<String, Class<?>> map) throws SQLException { return delegate().getObject(columnIndex, map); }
  @Override default @Nullable Ref getRef(int columnIndex) throws SQLException { return delegate().getRef(columnIndex); }
  @Override default @Nullable Blob getBlob(int columnIndex) throws SQLException { return delegate().getBlob(columnIndex); }
  @Override default @Nullable Clob getClob(int columnIndex) throws SQLException { return delegate().getClob(columnIndex); }
  @Override default @Nullable Array getArray(int columnIndex) throws SQLException { return delegate().getArray(columnIndex); }
  @Override default @Nullable Object getObject(String columnLabel, @Nullable Map<String, Class<?>> map) throws SQLException { return delegate().getObject(columnLabel, map); }
  @Override default @Nullable Ref getRef(String columnLabel) throws SQLException { return delegate().getRef(columnLabel); }
  @Override default @Nullable Blob getBlob(String columnLabel) throws SQLException { return delegate().getBlob(columnLabel); }
  @Override default @Nullable Clob getClob(String columnLabel) throws SQLException { return delegate().getClob(columnLabel); }
  @Override default @Nullable Array getArray(String columnLabel) throws SQLException { return delegate().getArray(columnLabel); }
  @Override default @Nullable Date getDate(int columnIndex, @Nullable Calendar cal) throws SQLException { return delegate().getDate(columnIndex, cal); }
  @Override default @Nullable Date getDate(String columnLabel, @Nullable Calendar cal) throws SQLException { return delegate().getDate(columnLabel, cal); }
  @Override default @Nullable Time getTime(int columnIndex, @Nullable Calendar cal) throws SQLException { return delegate().getTime(columnIndex, cal); }
  @Override default @Nullable Time getTime(String columnLabel, @Nullable Calendar cal) throws SQLException { return delegate().getTime(columnLabel, cal); }
  @Override default @Nullable Timestamp getTimestamp(int columnIndex, @Nullable Calendar cal) throws SQLException { return delegate().getTimestamp(columnIndex, cal); }
  @Override default @Nullable Timestamp getTimestamp(String columnLabel, @Nullable Calendar cal) throws SQLException { return delegate().getTimestamp(columnLabel, cal); }
  @Override default URL getURL(int columnIndex) throws SQLException { return delegate().getURL(columnIndex); }
  @Override default URL getURL(String columnLabel) throws SQLException { return delegate().getURL(columnLabel); }
  @Override default void updateRef(int columnIndex, @Nullable Ref x) throws SQLException { delegate().updateRef(columnIndex, x); }
  @Override default void updateRef(String columnLabel, @Nullable Ref x) throws SQLException { delegate().updateRef(columnLabel, x); }
  @Override default void updateBlob(int columnIndex, @Nullable Blob x) throws SQLException { delegate().updateBlob(columnIndex, x); }
  @Override default void updateBlob(String columnLabel, @Nullable Blob x) throws SQLException { delegate().updateBlob(columnLabel, x); }
  @Override default void updateClob(int columnIndex, @Nullable Clob x) throws SQLException { delegate().updateClob(columnIndex, x); }
  @Override default void updateClob(String columnLabel, @Nullable Clob x) throws SQLException { delegate().updateClob(columnLabel, x); }
  @Override default void updateArray(int columnIndex, @Nullable Array x) throws SQLException { delegate().updateArray(columnIndex, x); }
  @Override default void updateArray(String columnLabel, @Nullable Array x) throws SQLException { delegate().updateArray(columnLabel, x); }
  @Override default @Nullable RowId getRowId(int columnIndex) throws SQLException { return delegate().getRowId(columnIndex); }
  @Override default @Nullable RowId getRowId(String columnLabel) throws SQLException { return delegate().getRowId(columnLabel); }
  @Override default void updateRowId(int columnIndex, @Nullable RowId x) throws SQLException { delegate().updateRowId(columnIndex, x); }
  @Override default void updateRowId(String columnLabel, @Nullable RowId x) throws SQLException { delegate().updateRowId(columnLabel, x); }
  @Override default int getHoldability() throws SQLException { return delegate().getHoldability(); }
  @Override default boolean isClosed() throws SQLException { return delegate().isClosed(); }
  @Override default void updateNString(int columnIndex, @Nullable String nString) throws SQLException { delegate().updateNString(columnIndex, nString); }
  @Override default void updateNString(String columnLabel, @Nullable String nString) throws SQLException { delegate().updateNString(columnLabel, nString); }
  @Override default void updateNClob(int columnIndex, @Nullable NClob nClob) throws SQLException { delegate().updateNClob(columnIndex, nClob); }
  @Override default void updateNClob(String columnLabel, @Nullable NClob nClob) throws SQLException { delegate().updateNClob(columnLabel, nClob); }
  @Override default @Nullable NClob getNClob(int columnIndex) throws SQLException { return delegate().getNClob(columnIndex); }
  @Override default @Nullable NClob getNClob(String columnLabel) throws SQLException { return delegate().getNClob(columnLabel); }
  @Override default @Nullable SQLXML getSQLXML(int columnIndex) throws SQLException { return delegate().getSQLXML(columnIndex); }
  @Override default @Nullable SQLXML getSQLXML(String columnLabel) throws SQLException { return delegate().getSQLXML(columnLabel); }
  @Override default void updateSQLXML(int columnIndex, @Nullable SQLXML xmlObject) throws SQLException { delegate().updateSQLXML(columnIndex, xmlObject); }
  @Override default void updateSQLXML(String columnLabel, @Nullable SQLXML xmlObject) throws SQLException { delegate().updateSQLXML(columnLabel, xmlObject); }
  @Override default @Nullable String getNString(int columnIndex) throws SQLException { return delegate().getNString(columnIndex); }
  @Override default @Nullable String getNString(String columnLabel) throws SQLException { return delegate().getNString(columnLabel); }
  @Override default @Nullable Reader getNCharacterStream(int columnIndex) throws SQLException { return delegate().getNCharacterStream(columnIndex); }
  @Override default @Nullable Reader getNCharacterStream(String columnLabel) throws SQLException { return delegate().getNCharacterStream(columnLabel); }
  @Override default void updateNCharacterStream(int columnIndex, @Nullable Reader x, long length) throws SQLException { delegate().updateNCharacterStream(columnIndex, x, length); }
  @Override default void updateNCharacterStream(String columnLabel, @Nullable Reader reader, long length) throws SQLException { delegate().updateNCharacterStream(columnLabel, reader, length); }
  @Override default void updateAsciiStream(int columnIndex, @Nullable InputStream x, long length) throws SQLException { delegate().updateAsciiStream(columnIndex, x, length); }
  @Override default void updateBinaryStream(int columnIndex, @Nullable InputStream x, long length) throws SQLException { delegate().updateBinaryStream(columnIndex, x, length); }
  @Override default void updateCharacterStream(int columnIndex, @Nullable Reader x, long length) throws SQLException { delegate().updateCharacterStream(columnIndex, x, length); }
  @Override default void updateAsciiStream(String columnLabel, @Nullable InputStream x, long length) throws SQLException { delegate().updateAsciiStream(columnLabel, x, length); }
  @Override default void updateBinaryStream(String columnLabel, @Nullable InputStream x, long length) throws SQLException { delegate().updateBinaryStream(columnLabel, x, length); }
  @Override default void updateCharacterStream(String columnLabel, @Nullable Reader reader, long length) throws SQLException { delegate().updateCharacterStream(columnLabel, reader, length); }
  @Override default void updateBlob(int columnIndex, @Nullable InputStream inputStream, long length) throws SQLException { delegate().updateBlob(columnIndex, inputStream, length); }
  @Override default void updateBlob(String columnLabel, @Nullable InputStream inputStream, long length) throws SQLException { delegate().updateBlob(columnLabel, inputStream, length); }
  @Override default void updateClob(int columnIndex, @Nullable Reader reader, long length) throws SQLException { delegate().updateClob(columnIndex, reader, length); }
  @Override default void updateClob(String columnLabel, @Nullable Reader reader, long length) throws SQLException { delegate().updateClob(columnLabel, reader, length); }
  @Override default void updateNClob(int columnIndex, @Nullable Reader reader, long length) throws SQLException { delegate().updateNClob(columnIndex, reader, length); }
  @Override default void updateNClob(String columnLabel, @Nullable Reader reader, long length) throws SQLException { delegate().updateNClob(columnLabel, reader, length); }
  @Override default void updateNCharacterStream(int columnIndex, @Nullable Reader x) throws SQLException { delegate().updateNCharacterStream(columnIndex, x); }
  @Override default void updateNCharacterStream(String columnLabel, @Nullable Reader reader) throws SQLException { delegate().updateNCharacterStream(columnLabel, reader); }
  @Override default void updateAsciiStream(int columnIndex, @Nullable InputStream x) throws SQLException { delegate().updateAsciiStream(columnIndex, x); }
  @Override default void updateBinaryStream(int columnIndex, @Nullable InputStream x) throws SQLException { delegate().updateBinaryStream(columnIndex, x); }
  @Override default void updateCharacterStream(int columnIndex, @Nullable Reader x) throws SQLException { delegate().updateCharacterStream(columnIndex, x); }
  @Override default void updateAsciiStream(String columnLabel, @Nullable InputStream x) throws SQLException { delegate().updateAsciiStream(columnLabel, x); }
  @Override default void updateBinaryStream(String columnLabel, @Nullable InputStream x) throws SQLException { delegate().updateBinaryStream(columnLabel, x); }
  @Override default void updateCharacterStream(String columnLabel, @Nullable Reader reader) throws SQLException { delegate().updateCharacterStream(columnLabel, reader); }
  @Override default void updateBlob(int columnIndex, @Nullable InputStream inputStream) throws SQLException { delegate().updateBlob(columnIndex, inputStream); }
  @Override default void updateBlob(String columnLabel, @Nullable InputStream inputStream) throws SQLException { delegate().updateBlob(columnLabel, inputStream); }
  @Override default void updateClob(int columnIndex, @Nullable Reader reader) throws SQLException { delegate().updateClob(columnIndex, reader); }
  @Override default void updateClob(String columnLabel, @Nullable Reader reader) throws SQLException { delegate().updateClob(columnLabel, reader); }
  @Override default void updateNClob(int columnIndex, @Nullable Reader reader) throws SQLException { delegate().updateNClob(columnIndex, reader); }
  @Override default void updateNClob(String columnLabel, @Nullable Reader reader) throws SQLException { delegate().updateNClob(columnLabel, reader); }
  @Override default <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException { return delegate().getObject(columnIndex, type); }
  @Override default <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException { return delegate().getObject(columnLabel, type); }
  @Override default void updateObject(int columnIndex, @Nullable Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException { delegate().updateObject(columnIndex, x, targetSqlType, scaleOrLength); }
  @Override default void updateObject(String columnLabel, @Nullable Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException { delegate().updateObject(columnLabel, x, targetSqlType, scaleOrLength); }
  @Override default void updateObject(int columnIndex, @Nullable Object x, SQLType targetSqlType) throws SQLException { delegate().updateObject(columnIndex, x, targetSqlType); }
  @Override default void updateObject(String columnLabel, @Nullable Object x, SQLType targetSqlType) throws SQLException { delegate().updateObject(columnLabel, x, targetSqlType); }

  // org.postgresql.PGRefCursorResultSet

  @Deprecated @Override default @Nullable String getRefCursor() { return ((PGRefCursorResultSet) delegate()).getRefCursor(); }
}
