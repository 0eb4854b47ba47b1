package io.github.pgbackground.internal.forward;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A callable statement that does nothing but ask its delegate: what {@link CallableStatement} adds, one line a method. */
public interface ForwardingCallableStatement extends ForwardingPreparedStatement, CallableStatement {
  @Override
  CallableStatement delegate();

  // java.sql.CallableStatement

  @Override default void registerOutParameter(int parameterIndex, int sqlType) throws SQLException { delegate().registerOutParameter(parameterIndex, sqlType); }
  @Override default void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException { delegate().registerOutParameter(parameterIndex, sqlType, scale); }
  @Override default boolean wasNull() throws SQLException { return delegate().wasNull(); }
  @Override default @Nullable String getString(int parameterIndex) throws SQLException { return delegate().getString(parameterIndex); }
  @Override default boolean getBoolean(int parameterIndex) throws SQLException { return delegate().getBoolean(parameterIndex); }
  @Override default byte getByte(int parameterIndex) throws SQLException { return delegate().getByte(parameterIndex); }
  @Override default short getShort(int parameterIndex) throws SQLException { return delegate().getShort(parameterIndex); }
  @Override default int getInt(int parameterIndex) throws SQLException { return delegate().getInt(parameterIndex); }
  @Override default long getLong(int parameterIndex) throws SQLException { return delegate().getLong(parameterIndex); }
  @Override default float getFloat(int parameterIndex) throws SQLException { return delegate().getFloat(parameterIndex); }
  @Override default double getDouble(int parameterIndex) throws SQLException { return delegate().getDouble(parameterIndex); }
  @Deprecated @Override default @Nullable BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException { return delegate().getBigDecimal(parameterIndex, scale); }
  @Override default byte @Nullable [] getBytes(int parameterIndex) throws SQLException { return delegate().getBytes(parameterIndex); }
  @Override default @Nullable Date getDate(int parameterIndex) throws SQLException { return delegate().getDate(parameterIndex); }
  @Override default @Nullable Time getTime(int parameterIndex) throws SQLException { return delegate().getTime(parameterIndex); }
  @Override default @Nullable Timestamp getTimestamp(int parameterIndex) throws SQLException { return delegate().getTimestamp(parameterIndex); }
  @Override default @Nullable Object getObject(int parameterIndex) throws SQLException { return delegate().getObject(parameterIndex); }
  @Override default @Nullable BigDecimal getBigDecimal(int parameterIndex) throws SQLException { return delegate().getBigDecimal(parameterIndex); }
  @Override default @Nullable Object getObject(int parameterIndex, @Nullable Map<String, Class<?>> map) throws SQLException { return delegate().getObject(parameterIndex, map); }
  @Override default @Nullable Ref getRef(int parameterIndex) throws SQLException { return delegate().getRef(parameterIndex); }
  @Override default @Nullable Blob getBlob(int parameterIndex) throws SQLException { return delegate().getBlob(parameterIndex); }
  @Override default @Nullable Clob getClob(int parameterIndex) throws SQLException { return delegate().getClob(parameterIndex); }
  @Override default @Nullable Array getArray(int parameterIndex) throws SQLException { return delegate().getArray(parameterIndex); }
  @Override default @Nullable Date getDate(int parameterIndex, @Nullable Calendar cal) throws SQLException { return delegate().getDate(parameterIndex, cal); }
  @Override default @Nullable Time getTime(int parameterIndex, @Nullable Calendar cal) throws SQLException { return delegate().getTime(parameterIndex, cal); }
  @Override default @Nullable Timestamp getTimestamp(int parameterIndex, @Nullable Calendar cal) throws SQLException { return delegate().getTimestamp(parameterIndex, cal); }
  @Override default void registerOutParameter(int parameterIndex, int sqlType, String typeName) throws SQLException { delegate().registerOutParameter(parameterIndex, sqlType, typeName); }
  @Override default void registerOutParameter(String parameterName, int sqlType) throws SQLException { delegate().registerOutParameter(parameterName, sqlType); }
  @Override default void registerOutParameter(String parameterName, int sqlType, int scale) throws SQLException { delegate().registerOutParameter(parameterName, sqlType, scale); }
  @Override default void registerOutParameter(String parameterName, int sqlType, String typeName) throws SQLException { delegate().registerOutParameter(parameterName, sqlType, typeName); }
  @Override default @Nullable URL getURL(int parameterIndex) throws SQLException { return delegate().getURL(parameterIndex); }
  @Override default void setURL(String parameterName, @Nullable URL val) throws SQLException { delegate().setURL(parameterName, val); }
  @Override default void setNull(String parameterName, int sqlType) throws SQLException { delegate().setNull(parameterName, sqlType); }
  @Override default void setBoolean(String parameterName, boolean x) throws SQLException { delegate().setBoolean(parameterName, x); }
  @Override default void setByte(String parameterName, byte x) throws SQLException { delegate().setByte(parameterName, x); }
  @Override default void setShort(String parameterName, short x) throws SQLException { delegate().setShort(parameterName, x); }
  @Override default void setInt(String parameterName, int x) throws SQLException { delegate().setInt(parameterName, x); }
  @Override default void setLong(String parameterName, long x) throws SQLException { delegate().setLong(parameterName, x); }
  @Override default void setFloat(String parameterName, float x) throws SQLException { delegate().setFloat(parameterName, x); }
  @Override default void setDouble(String parameterName, double x) throws SQLException { delegate().setDouble(parameterName, x); }
  @Override default void setBigDecimal(String parameterName, @Nullable BigDecimal x) throws SQLException { delegate().setBigDecimal(parameterName, x); }
  @Override default void setString(String parameterName, @Nullable String x) throws SQLException { delegate().setString(parameterName, x); }
  @Override default void setBytes(String parameterName, byte @Nullable [] x) throws SQLException { delegate().setBytes(parameterName, x); }
  @Override default void setDate(String parameterName, @Nullable Date x) throws SQLException { delegate().setDate(parameterName, x); }
  @Override default void setTime(String parameterName, @Nullable Time x) throws SQLException { delegate().setTime(parameterName, x); }
  @Override default void setTimestamp(String parameterName, @Nullable Timestamp x) throws SQLException { delegate().setTimestamp(parameterName, x); }
  @Override default void setAsciiStream(String parameterName, @Nullable InputStream x, int length) throws SQLException { delegate().setAsciiStream(parameterName, x, length); }
  @Override default void setBinaryStream(String parameterName, @Nullable InputStream x, int length) throws SQLException { delegate().setBinaryStream(parameterName, x, length); }
  @Override default void setObject(String parameterName, @Nullable Object x, int targetSqlType, int scale) throws SQLException { delegate().setObject(parameterName, x, targetSqlType, scale); }
  @Override default void setObject(String parameterName, @Nullable Object x, int targetSqlType) throws SQLException { delegate().setObject(parameterName, x, targetSqlType); }
  @Override default void setObject(String parameterName, @Nullable Object x) throws SQLException { delegate().setObject(parameterName, x); }
  @Override default void setCharacterStream(String parameterName, @Nullable Reader reader, int length) throws SQLException { delegate().setCharacterStream(parameterName, reader, length); }
  @Override default void setDate(String parameterName, @Nullable Date x, @Nullable Calendar cal) throws SQLException { delegate().setDate(parameterName, x, cal); }
  @Override default void setTime(String parameterName, @Nullable Time x, @Nullable Calendar cal) throws SQLException { delegate().setTime(parameterName, x, cal); }
  @Override default void setTimestamp(String parameterName, @Nullable Timestamp x, @Nullable Calendar cal) throws SQLException { delegate().setTimestamp(parameterName, x, cal); }
  @Override default void setNull(String parameterName, int sqlType, String typeName) throws SQLException { delegate().setNull(parameterName, sqlType, typeName); }
  @Override default @Nullable String getString(String parameterName) throws SQLException { return delegate().getString(parameterName); }
  @Override default boolean getBoolean(String parameterName) throws SQLException { return delegate().getBoolean(parameterName); }
  @Override default byte getByte(String parameterName) throws SQLException { return delegate().getByte(parameterName); }
  @Override default short getShort(String parameterName) throws SQLException { return delegate().getShort(parameterName); }
  @Override default int getInt(String parameterName) throws SQLException { return delegate().getInt(parameterName); }
  @Override default long getLong(String parameterName) throws SQLException { return delegate().getLong(parameterName); }
  @Override default float getFloat(String parameterName) throws SQLException { return delegate().getFloat(parameterName); }
  @Override default double getDouble(String parameterName) throws SQLException { return delegate().getDouble(parameterName); }
  @Override default byte @Nullable [] getBytes(String parameterName) throws SQLException { return delegate().getBytes(parameterName); }
  @Override default @Nullable Date getDate(String parameterName) throws SQLException { return delegate().getDate(parameterName); }
  @Override default Time getTime(String parameterName) throws SQLException { return delegate().getTime(parameterName); }
  @Override default @Nullable Timestamp getTimestamp(String parameterName) throws SQLException { return delegate().getTimestamp(parameterName); }
  @Override default @Nullable Object getObject(String parameterName) throws SQLException { return delegate().getObject(parameterName); }
  @Override default @Nullable BigDecimal getBigDecimal(String parameterName) throws SQLException { return delegate().getBigDecimal(parameterName); }
  @Override default @Nullable Object getObject(String parameterName, @Nullable Map<String, Class<?>> map) throws SQLException { return delegate().getObject(parameterName, map); }
  @Override default @Nullable Ref getRef(String parameterName) throws SQLException { return delegate().getRef(parameterName); }
  @Override default @Nullable Blob getBlob(String parameterName) throws SQLException { return delegate().getBlob(parameterName); }
  @Override default @Nullable Clob getClob(String parameterName) throws SQLException { return delegate().getClob(parameterName); }
  @Override default @Nullable Array getArray(String parameterName) throws SQLException { return delegate().getArray(parameterName); }
  @Override default @Nullable Date getDate(String parameterName, @Nullable Calendar cal) throws SQLException { return delegate().getDate(parameterName, cal); }
  @Override default @Nullable Time getTime(String parameterName, @Nullable Calendar cal) throws SQLException { return delegate().getTime(parameterName, cal); }
  @Override default @Nullable Timestamp getTimestamp(String parameterName, @Nullable Calendar cal) throws SQLException { return delegate().getTimestamp(parameterName, cal); }
  @Override default @Nullable URL getURL(String parameterName) throws SQLException { return delegate().getURL(parameterName); }
  @Override default @Nullable RowId getRowId(int parameterIndex) throws SQLException { return delegate().getRowId(parameterIndex); }
  @Override default @Nullable RowId getRowId(String parameterName) throws SQLException { return delegate().getRowId(parameterName); }
  @Override default void setRowId(String parameterName, @Nullable RowId x) throws SQLException { delegate().setRowId(parameterName, x); }
  @Override default void setNString(String parameterName, @Nullable String value) throws SQLException { delegate().setNString(parameterName, value); }
  @Override default void setNCharacterStream(String parameterName, @Nullable Reader value, long length) throws SQLException { delegate().setNCharacterStream(parameterName, value, length); }
  @Override default void setNClob(String parameterName, @Nullable NClob value) throws SQLException { delegate().setNClob(parameterName, value); }
  @Override default void setClob(String parameterName, @Nullable Reader reader, long length) throws SQLException { delegate().setClob(parameterName, reader, length); }
  @Override default void setBlob(String parameterName, @Nullable InputStream inputStream, long length) throws SQLException { delegate().setBlob(parameterName, inputStream, length); }
  @Override default void setNClob(String parameterName, @Nullable Reader reader, long length) throws SQLException { delegate().setNClob(parameterName, reader, length); }
  @Override default @Nullable NClob getNClob(int parameterIndex) throws SQLException { return delegate().getNClob(parameterIndex); }
  @Override default @Nullable NClob getNClob(String parameterName) throws SQLException { return delegate().getNClob(parameterName); }
  @Override default void setSQLXML(String parameterName, @Nullable SQLXML xmlObject) throws SQLException { delegate().setSQLXML(parameterName, xmlObject); }
  @Override default @Nullable SQLXML getSQLXML(int parameterIndex) throws SQLException { return delegate().getSQLXML(parameterIndex); }
  @Override default @Nullable SQLXML getSQLXML(String parameterName) throws SQLException { return delegate().getSQLXML(parameterName); }
  @Override default String getNString(int parameterIndex) throws SQLException { return delegate().getNString(parameterIndex); }
  @Override default @Nullable String getNString(String parameterName) throws SQLException { return delegate().getNString(parameterName); }
  @Override default @Nullable Reader getNCharacterStream(int parameterIndex) throws SQLException { return delegate().getNCharacterStream(parameterIndex); }
  @Override default @Nullable Reader getNCharacterStream(String parameterName) throws SQLException { return delegate().getNCharacterStream(parameterName); }
  @Override default @Nullable Reader getCharacterStream(int parameterIndex) throws SQLException { return delegate().getCharacterStream(parameterIndex); }
  @Override default @Nullable Reader getCharacterStream(String parameterName) throws SQLException { return delegate().getCharacterStream(parameterName); }
  @Override default void setBlob(String parameterName, @Nullable Blob x) throws SQLException { delegate().setBlob(parameterName, x); }
  @Override default void setClob(String parameterName, @Nullable Clob x) throws SQLException { delegate().setClob(parameterName, x); }
  @Override default void setAsciiStream(String parameterName, @Nullable InputStream x, long length) throws SQLException { delegate().setAsciiStream(parameterName, x, length); }
  @Override default void setBinaryStream(String parameterName, @Nullable InputStream x, long length) throws SQLException { delegate().setBinaryStream(parameterName, x, length); }
  @Override default void setCharacterStream(String parameterName, @Nullable Reader reader, long length) throws SQLException { delegate().setCharacterStream(parameterName, reader, length); }
  @Override default void setAsciiStream(String parameterName, @Nullable InputStream x) throws SQLException { delegate().setAsciiStream(parameterName, x); }
  @Override default void setBinaryStream(String parameterName, @Nullable InputStream x) throws SQLException { delegate().setBinaryStream(parameterName, x); }
  @Override default void setCharacterStream(String parameterName, @Nullable Reader reader) throws SQLException { delegate().setCharacterStream(parameterName, reader); }
  @Override default void setNCharacterStream(String parameterName, @Nullable Reader value) throws SQLException { delegate().setNCharacterStream(parameterName, value); }
  @Override default void setClob(String parameterName, @Nullable Reader reader) throws SQLException { delegate().setClob(parameterName, reader); }
  @Override default void setBlob(String parameterName, @Nullable InputStream inputStream) throws SQLException { delegate().setBlob(parameterName, inputStream); }
  @Override default void setNClob(String parameterName, @Nullable Reader reader) throws SQLException { delegate().setNClob(parameterName, reader); }
  @Override default <T> @Nullable T getObject(int parameterIndex, Class<T> type) throws SQLException { return delegate().getObject(parameterIndex, type); }
  @Override default <T> @Nullable T getObject(String parameterName, Class<T> type) throws SQLException { return delegate().getObject(parameterName, type); }
  @Override default void setObject(String parameterName, @Nullable Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException { delegate().setObject(parameterName, x, targetSqlType, scaleOrLength); }
  @Override default void setObject(String parameterName, @Nullable Object x, SQLType targetSqlType) throws SQLException { delegate().setObject(parameterName, x, targetSqlType); }
  @Override default void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException { delegate().registerOutParameter(parameterIndex, sqlType); }
  @Override default void registerOutParameter(int parameterIndex, SQLType sqlType, int scale) throws SQLException { delegate().registerOutParameter(parameterIndex, sqlType, scale); }
  @Override default void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName) throws SQLException { delegate().registerOutParameter(parameterIndex, sqlType, typeName); }
  @Override default void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException { delegate().registerOutParameter(parameterName, sqlType); }
  @Override default void registerOutParameter(String parameterName, SQLType sqlType, int scale) throws SQLException { delegate().registerOutParameter(parameterName, sqlType, scale); }
  @Override default void registerOutParameter(String parameterName, SQLType sqlType, String typeName) throws SQLException { delegate().registerOutParameter(parameterName, sqlType, typeName); }
}
