package io.github.pgbackground.internal.catalog;

import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.BackgroundFunction.Attribute;
import io.github.pgbackground.internal.sql.BackgroundFunction.Parameter;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TypeInfo;

/**
 * The rows that metadata would have of the functions if they were on the server, in the order of
 * their names. A row is its values by the names of the columns; those it does not have are null.
 *
 * <p>They stand in the schema {@code public}: the one schema that a call may name while nothing is
 * installed.
 *
 * @param catalog the database that the connection is in
 * @param types what pgjdbc says of types
 */
public record FunctionCatalog(String catalog, TypeInfo types) {
  /** Where the functions are said to be. */
  static final String SCHEMA = "public";

  /** How a list of functions or of their columns calls what it says. */
  private enum Kind {
    FUNCTION(
        DatabaseMetaData.functionColumnIn,
        DatabaseMetaData.functionReturn,
        DatabaseMetaData.functionColumnResult),
    PROCEDURE(
        DatabaseMetaData.procedureColumnIn,
        DatabaseMetaData.procedureColumnReturn,
        DatabaseMetaData.procedureColumnResult);

    private final int in;
    private final int returned;
    private final int result;

    Kind(int in, int returned, int result) {
      this.in = in;
      this.returned = returned;
      this.result = result;
    }
  }

  /** The rows of {@link DatabaseMetaData#getFunctions}. */
  public List<Map<String, String>> functions(
      @Nullable String schemaPattern, @Nullable String namePattern) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (BackgroundFunction function : named(schemaPattern, namePattern)) {
      Map<String, String> row = begun(Kind.FUNCTION, function);
      row.put("REMARKS", function.remarks());
      row.put(
          "FUNCTION_TYPE",
          Integer.toString(
              function.result() == Result.RECORDS
                  ? DatabaseMetaData.functionReturnsTable
                  : DatabaseMetaData.functionNoTable));
      rows.add(row);
    }
    return rows;
  }

  /** The rows of {@link DatabaseMetaData#getFunctionColumns}. */
  public List<Map<String, String>> functionColumns(
      @Nullable String schemaPattern, @Nullable String namePattern, @Nullable String columnPattern)
      throws SQLException {
    return columns(Kind.FUNCTION, schemaPattern, namePattern, columnPattern);
  }

  /**
   * The rows of {@link DatabaseMetaData#getProcedureColumns}, where pgjdbc lists functions as well,
   * unlike in the list of procedures.
   */
  public List<Map<String, String>> procedureColumns(
      @Nullable String schemaPattern, @Nullable String namePattern, @Nullable String columnPattern)
      throws SQLException {
    return columns(Kind.PROCEDURE, schemaPattern, namePattern, columnPattern);
  }

  private static List<BackgroundFunction> named(
      @Nullable String schemaPattern, @Nullable String namePattern) {
    if (!LikePattern.of(schemaPattern).fits(SCHEMA)) {
      return List.of();
    }
    LikePattern names = LikePattern.of(namePattern);
    return FunctionTable.V1_8.functions().stream()
        .filter(function -> names.fits(function.name()))
        .sorted(Comparator.comparing(BackgroundFunction::name))
        .toList();
  }

  private List<Map<String, String>> columns(
      Kind kind,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    LikePattern columns = LikePattern.of(columnPattern);
    List<Map<String, String>> rows = new ArrayList<>();
    for (BackgroundFunction function : named(schemaPattern, namePattern)) {
      Result result = function.result();
      if (!result.composite()) {
        rows.add(column(kind, function, "returnValue", kind.returned, result.typeName(), 0));
      }
      int place = 0;
      for (Parameter parameter : function.parameters()) {
        String type = parameter.type().postgresName();
        rows.add(column(kind, function, parameter.name(), kind.in, type, ++place));
      }
      for (Attribute attribute : result.attributes()) {
        String type = attribute.type().postgresName();
        rows.add(column(kind, function, attribute.name(), kind.result, type, 0));
      }
    }
    rows.removeIf(row -> !columns.fits(String.valueOf(row.get("COLUMN_NAME"))));
    return rows;
  }

  private Map<String, String> column(
      Kind kind, BackgroundFunction function, String name, int role, String type, int place)
      throws SQLException {
    Map<String, String> row = begun(kind, function);
    row.put("COLUMN_NAME", name);
    row.put("COLUMN_TYPE", Integer.toString(role));
    row.put("DATA_TYPE", Integer.toString(types.getSQLType(types.getPGType(type))));
    row.put("TYPE_NAME", type);
    row.put("NULLABLE", Integer.toString(DatabaseMetaData.functionNullableUnknown));
    row.put("ORDINAL_POSITION", Integer.toString(place));
    row.put("IS_NULLABLE", "");
    return row;
  }

  private Map<String, String> begun(Kind kind, BackgroundFunction function) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put(kind + "_CAT", catalog);
    row.put(kind + "_SCHEM", SCHEMA);
    row.put(kind + "_NAME", function.name());
    row.put("SPECIFIC_NAME", function.name());
    return row;
  }
}
