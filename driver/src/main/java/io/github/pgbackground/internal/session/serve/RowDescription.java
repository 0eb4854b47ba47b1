package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.Query.ColumnName;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;
import org.postgresql.core.Utils;

/**
 * The server's answer to what a column definition list means. The wire names a domain by its base
 * type; here it is a type of its own, and never that of a job's column.
 */
public final class RowDescription {
  private RowDescription() {}

  /**
   * The query's text before the tail, on whose side there is a function of the list's result type.
   */
  static String before(String standIn, List<ColumnName> columns) throws SQLException {
    StringBuilder sql = new StringBuilder("select *");
    for (ColumnName column : columns) {
      if (column.type() != null) {
        Utils.escapeIdentifier(sql.append(", pg_catalog.pg_typeof("), column.name());
        sql.append(")::pg_catalog.oid");
      }
    }
    return sql.append(" from (select) \"one row\" left join ").append(standIn).toString();
  }

  /** The query's end. */
  static final String BEHIND = "\non true";

  /**
   * The columns.
   *
   * @param tail what stands behind the call, with the list
   */
  public static List<Field> read(SessionWire wire, String tail, List<ColumnName> columns)
      throws SQLException {
    String before = before("pg_catalog.json_to_recordset(null::pg_catalog.json)", columns);
    return columns(wire.query(before + tail + BEHIND));
  }

  /**
   * A query that gives the OID of each column's type, and nothing else.
   *
   * @param tail what stands behind the call, with the list
   */
  public static String types(String tail, List<ColumnName> columns) throws SQLException {
    StringBuilder sql = new StringBuilder("select ");
    for (ColumnName column : columns) {
      Utils.escapeIdentifier(
          sql.append(sql.length() > "select ".length() ? ", " : "").append("pg_catalog.pg_typeof("),
          column.name());
      sql.append(")::pg_catalog.oid");
    }
    return sql.append(" from (select) \"one row\" left join ")
        .append("pg_catalog.json_to_recordset(null::pg_catalog.json)")
        .append(tail)
        .append(BEHIND)
        .toString();
  }

  static List<Field> columns(Rows described) {
    Tuple row = described.tuples().get(0);
    int count = described.fields().size() / 2;
    List<Field> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Field column = described.fields().get(i);
      String oid =
          new String(Objects.requireNonNull(row.get(count + i)), StandardCharsets.US_ASCII);
      columns.add(
          Columns.of(column.getColumnLabel(), Integer.parseUnsignedInt(oid), column.getMod()));
    }
    return List.copyOf(columns);
  }
}
