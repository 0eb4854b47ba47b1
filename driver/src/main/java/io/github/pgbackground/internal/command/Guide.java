package io.github.pgbackground.internal.command;

import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.BackgroundFunction.Parameter;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.util.stream.Collectors;

/** What the program says of the driver. */
final class Guide {
  static final String USAGE =
      """
      To check a server from this machine:
        java -jar pgbackground-jdbc-...-all.jar --url jdbc:pgbackground://host:5432/database [--user name]
      The password is the URL's, else that of PGPASSWORD or of the password file, else you are asked. The exit status is
      0 if all is well, 1 if there is something to do, 2 if nothing could be checked.""";

  private static final String INTRODUCTION =
      """
      pgbackground-jdbc %s: the SQL of the PostgreSQL extension pg_background 1.8, on servers that do not have it

      URL     jdbc:pgbackground://host:5432/database    and on as pgjdbc's do
      class   io.github.pgbackground.BackgroundDriver   which registers itself
      SQL     SELECT * FROM pg_background_result(pg_background_launch('VACUUM')) AS (result text)

      """;

  private Guide() {}

  static String text(String version) {
    return INTRODUCTION.replace("%s", version)
        + USAGE
        + "\n\nThe functions:\n"
        + FunctionTable.V1_8.functions().stream()
            .map(Guide::described)
            .collect(Collectors.joining());
  }

  private static String described(BackgroundFunction function) {
    String parameters =
        function.parameters().stream().map(Guide::described).collect(Collectors.joining(", "));
    return "  "
        + function.name()
        + "("
        + parameters
        + ") "
        + function.result().sql()
        + "\n      "
        + function.remarks()
        + "\n";
  }

  private static String described(Parameter parameter) {
    String text = parameter.name() + " " + parameter.type().postgresName();
    return parameter.optional() ? "[" + text + "]" : text;
  }
}
