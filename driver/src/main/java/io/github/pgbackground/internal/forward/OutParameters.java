package io.github.pgbackground.internal.forward;

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
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The getters of {@link CallableStatement} by index, asked of another statement than the delegate, one line a method. */
public interface OutParameters extends ForwardingCallableStatement {

  /** The statement that has the values. */
  CallableStatement outs() throws SQLException;

  @Override default boolean wasNull() throws SQLException { return outs().wasNull(); }
  @Override default @Nullable String getString(int parameterIndex) throws SQLException { return outs().getString(parameterIndex); }
  @Override default boolean getBoolean(int parameterIndex) throws SQLException { return outs().getBoolean(parameterIndex); }
  @Override default byte getByte(int parameterIndex) throws SQLException { return outs().getByte(parameterIndex); }
  @Override default short getShort(int parameterIndex) throws SQLException { return outs().getShort(parameterIndex); }
  @Override default int getInt(int parameterIndex) throws SQLException { return outs().getInt(parameterIndex); }
  @Override default long getLong(int parameterIndex) throws SQLException { return outs().getLong(parameterIndex); }
  @Override default float getFloat(int parameterIndex) throws SQLException { return outs().getFloat(parameterIndex); }
  @Override default double getDouble(int parameterIndex) throws SQLException { return outs().getDouble(parameterIndex); }
  @Deprecated @Override default @Nullable BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException { return outs().getBigDecimal(parameterIndex, scale); }
  @Override default byte @Nullable [] getBytes(int parameterIndex) throws SQLException { return outs().getBytes(parameterIndex); }
  @Override default @Nullable Date getDate(int parameterIndex) throws SQLException { return outs().getDate(parameterIndex); }
  @Override default @Nullable Time getTime(int parameterIndex) throws SQLException { return outs().getTime(parameterIndex); }
  @Override default @Nullable Timestamp getTimestamp(int parameterIndex) throws SQLException { return outs().getTimestamp(parameterIndex); }
  @Override default @Nullable Object getObject(int parameterIndex) throws SQLException { return outs().getObject(parameterIndex); }
  @Override default @Nullable BigDecimal getBigDecimal(int parameterIndex) throws SQLException { return outs().getBigDecimal(parameterIndex); }
  @Override default @Nullable Object getObject(int parameterIndex, @Nullable Map<String, Class<?>> map) throws SQLException { return outs().getObject(parameterIndex, map); }
  @Override default @Nullable Ref getRef(int parameterIndex) throws SQLException { return outs().getRef(parameterIndex); }
  @Override default @Nullable Blob getBlob(int parameterIndex) throws SQLException { return outs().getBlob(parameterIndex); }
  @Override default @Nullable Clob getClob(int parameterIndex) throws SQLException { return outs().getClob(parameterIndex); }
  @Override default @Nullable Array getArray(int parameterIndex) throws SQLException { return outs().getArray(parameterIndex); }
  @Override default @Nullable Date getDate(int parameterIndex, @Nullable Calendar cal) throws SQLException { return outs().getDate(parameterIndex, cal); }
  @Override default @Nullable Time getTime(int parameterIndex, @Nullable Calendar cal) throws SQLException { return outs().getTime(parameterIndex, cal); }
  @Override default @Nullable Timestamp getTimestamp(int parameterIndex, @Nullable Calendar cal) throws SQLException { return outs().getTimestamp(parameterIndex, cal); }
  @Override default @Nullable URL getURL(int parameterIndex) throws SQLException { return outs().getURL(parameterIndex); }
  @Override default @Nullable RowId getRowId(int parameterIndex) throws SQLException { return outs().getRowId(parameterIndex); }
  @Override default @Nullable NClob getNClob(int parameterIndex) throws SQLException { return outs().getNClob(parameterIndex); }
  @Override default @Nullable SQLXML getSQLXML(int parameterIndex) throws SQLException { return outs().getSQLXML(parameterIndex); }
  @Override default String getNString(int parameterIndex) throws SQLException { return outs().getNString(parameterIndex); }
  @Override default @Nullable Reader getNCharacterStream(int parameterIndex) throws SQLException { return outs().getNCharacterStream(parameterIndex); }
  @Override default @Nullable Reader getCharacterStream(int parameterIndex) throws SQLException { return outs().getCharacterStream(parameterIndex); }
  @Override default <T> @Nullable T getObject(int parameterIndex, Class<T> type) throws SQLException { return outs().getObject(parameterIndex, type); }
}
