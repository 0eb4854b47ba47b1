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
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of {@link PreparedStatement} as values that can be bound to any statement, one line a method. */
public interface RecordedParameters extends ForwardingPreparedStatement {

  /** One setter's call, less the statement and the parameter's index. */
  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement target, int index) throws SQLException;
  }

  /** Takes a value that may be bound more than once; {@code plain} is it, for those few types that need nothing of the server to be understood. */
  void record(int parameterIndex, Binder binder, @Nullable Object plain) throws SQLException;

  /** Takes a value that is used up when it is bound, a stream say. */
  void recordOnce(int parameterIndex, Binder binder) throws SQLException;

  @Override default void setNull(int parameterIndex, int sqlType) throws SQLException { record(parameterIndex, (target, index) -> target.setNull(index, sqlType), null); }
  @Override default void setBoolean(int parameterIndex, boolean x) throws SQLException { record(parameterIndex, (target, index) -> target.setBoolean(index, x), null); }
  @Override default void setByte(int parameterIndex, byte x) throws SQLException { record(parameterIndex, (target, index) -> target.setByte(index, x), (int) x); }
  @Override default void setShort(int parameterIndex, short x) throws SQLException { record(parameterIndex, (target, index) -> target.setShort(index, x), (int) x); }
  @Override default void setInt(int parameterIndex, int x) throws SQLException { record(parameterIndex, (target, index) -> target.setInt(index, x), x); }
  @Override default void setLong(int parameterIndex, long x) throws SQLException { record(parameterIndex, (target, index) -> target.setLong(index, x), x); }
  @Override default void setFloat(int parameterIndex, float x) throws SQLException { record(parameterIndex, (target, index) -> target.setFloat(index, x), null); }
  @Override default void setDouble(int parameterIndex, double x) throws SQLException { record(parameterIndex, (target, index) -> target.setDouble(index, x), null); }
  @Override default void setBigDecimal(int parameterIndex, @Nullable BigDecimal x) throws SQLException { record(parameterIndex, (target, index) -> target.setBigDecimal(index, x), null); }
  @Override default void setString(int parameterIndex, @Nullable String x) throws SQLException { record(parameterIndex, (target, index) -> target.setString(index, x), x); }
  @Override default void setBytes(int parameterIndex, byte @Nullable [] x) throws SQLException { record(parameterIndex, (target, index) -> target.setBytes(index, x), null); }
  @Override default void setDate(int parameterIndex, @Nullable Date x) throws SQLException { record(parameterIndex, (target, index) -> target.setDate(index, x), null); }
  @Override default void setTime(int parameterIndex, @Nullable Time x) throws SQLException { record(parameterIndex, (target, index) -> target.setTime(index, x), null); }
  @Override default void setTimestamp(int parameterIndex, @Nullable Timestamp x) throws SQLException { record(parameterIndex, (target, index) -> target.setTimestamp(index, x), null); }
  @Override default void setAsciiStream(int parameterIndex, @Nullable InputStream x, int length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setAsciiStream(index, x, length)); }
  @Deprecated @Override default void setUnicodeStream(int parameterIndex, @Nullable InputStream x, int length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setUnicodeStream(index, x, length)); }
  @Override default void setBinaryStream(int parameterIndex, @Nullable InputStream x, int length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setBinaryStream(index, x, length)); }
  @Override default void setObject(int parameterIndex, @Nullable Object x, int targetSqlType) throws SQLException { record(parameterIndex, (target, index) -> target.setObject(index, x, targetSqlType), null); }
  @Override default void setObject(int parameterIndex, @Nullable Object x) throws SQLException { record(parameterIndex, (target, index) -> target.setObject(index, x), x); }
  @Override default void setCharacterStream(int parameterIndex, @Nullable Reader reader, int length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setCharacterStream(index, reader, length)); }
  @Override default void setRef(int parameterIndex, @Nullable Ref x) throws SQLException { record(parameterIndex, (target, index) -> target.setRef(index, x), null); }
  @Override default void setBlob(int parameterIndex, @Nullable Blob x) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setBlob(index, x)); }
  @Override default void setClob(int parameterIndex, @Nullable Clob x) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setClob(index, x)); }
  @Override default void setArray(int parameterIndex, @Nullable Array x) throws SQLException { record(parameterIndex, (target, index) -> target.setArray(index, x), null); }
  @Override default void setDate(int parameterIndex, @Nullable Date x, @Nullable Calendar cal) throws SQLException { record(parameterIndex, (target, index) -> target.setDate(index, x, cal), null); }
  @Override default void setTime(int parameterIndex, @Nullable Time x, @Nullable Calendar cal) throws SQLException { record(parameterIndex, (target, index) -> target.setTime(index, x, cal), null); }
  @Override default void setTimestamp(int parameterIndex, @Nullable Timestamp x, @Nullable Calendar cal) throws SQLException { record(parameterIndex, (target, index) -> target.setTimestamp(index, x, cal), null); }
  @Override default void setNull(int parameterIndex, int sqlType, @Nullable String typeName) throws SQLException { record(parameterIndex, (target, index) -> target.setNull(index, sqlType, typeName), null); }
  @Override default void setURL(int parameterIndex, @Nullable URL x) throws SQLException { record(parameterIndex, (target, index) -> target.setURL(index, x), null); }
  @Override default void setRowId(int parameterIndex, @Nullable RowId x) throws SQLException { record(parameterIndex, (target, index) -> target.setRowId(index, x), null); }
  @Override default void setNString(int parameterIndex, @Nullable String value) throws SQLException { record(parameterIndex, (target, index) -> target.setNString(index, value), value); }
  @Override default void setNCharacterStream(int parameterIndex, @Nullable Reader value, long length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setNCharacterStream(index, value, length)); }
  @Override default void setNClob(int parameterIndex, @Nullable NClob value) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setNClob(index, value)); }
  @Override default void setClob(int parameterIndex, @Nullable Reader reader, long length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setClob(index, reader, length)); }
  @Override default void setBlob(int parameterIndex, @Nullable InputStream inputStream, long length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setBlob(index, inputStream, length)); }
  @Override default void setNClob(int parameterIndex, @Nullable Reader reader, long length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setNClob(index, reader, length)); }
  @Override default void setSQLXML(int parameterIndex, @Nullable SQLXML xmlObject) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setSQLXML(index, xmlObject)); }
  @Override default void setObject(int parameterIndex, @Nullable Object x, int targetSqlType, int scaleOrLength) throws SQLException { record(parameterIndex, (target, index) -> target.setObject(index, x, targetSqlType, scaleOrLength), null); }
  @Override default void setAsciiStream(int parameterIndex, @Nullable InputStream x, long length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setAsciiStream(index, x, length)); }
  @Override default void setBinaryStream(int parameterIndex, @Nullable InputStream x, long length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setBinaryStream(index, x, length)); }
  @Override default void setCharacterStream(int parameterIndex, @Nullable Reader reader, long length) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setCharacterStream(index, reader, length)); }
  @Override default void setAsciiStream(int parameterIndex, @Nullable InputStream x) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setAsciiStream(index, x)); }
  @Override default void setBinaryStream(int parameterIndex, @Nullable InputStream x) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setBinaryStream(index, x)); }
  @Override default void setCharacterStream(int parameterIndex, @Nullable Reader reader) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setCharacterStream(index, reader)); }
  @Override default void setNCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setNCharacterStream(index, value)); }
  @Override default void setClob(int parameterIndex, @Nullable Reader reader) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setClob(index, reader)); }
  @Override default void setBlob(int parameterIndex, @Nullable InputStream inputStream) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setBlob(index, inputStream)); }
  @Override default void setNClob(int parameterIndex, @Nullable Reader reader) throws SQLException { recordOnce(parameterIndex, (target, index) -> target.setNClob(index, reader)); }
  @Override default void setObject(int parameterIndex, @Nullable Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException { record(parameterIndex, (target, index) -> target.setObject(index, x, targetSqlType, scaleOrLength), null); }
  @Override default void setObject(int parameterIndex, @Nullable Object x, SQLType targetSqlType) throws SQLException { record(parameterIndex, (target, index) -> target.setObject(index, x, targetSqlType), null); }
}
