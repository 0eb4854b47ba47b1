package io.github.pgbackground.it.conformance;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** Parameters as the recordings write them: a letter for the type, a colon, the value. */
final class Parameters {
  private Parameters() {}

  static void set(PreparedStatement statement, List<String> parameters) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      set(statement, i + 1, parameters.get(i));
    }
  }

  private static void set(PreparedStatement statement, int index, String parameter)
      throws SQLException {
    String value = parameter.substring(2);
    switch (parameter.substring(0, 2)) {
      case "i:" -> statement.setInt(index, Integer.parseInt(value));
      case "l:" -> statement.setLong(index, Long.parseLong(value));
      case "s:" -> statement.setString(index, value);
      case "b:" -> statement.setBoolean(index, Boolean.parseBoolean(value));
      case "d:" -> statement.setDouble(index, Double.parseDouble(value));
      case "n:" -> statement.setNull(index, type(value));
      case "o:" -> ((CallableStatement) statement).registerOutParameter(index, type(value));
      default -> throw new IllegalArgumentException("unknown parameter " + parameter);
    }
  }

  private static int type(String name) {
    return switch (name) {
      case "int" -> Types.INTEGER;
      case "bigint" -> Types.BIGINT;
      case "text" -> Types.VARCHAR;
      default -> throw new IllegalArgumentException("unknown type " + name);
    };
  }
}
