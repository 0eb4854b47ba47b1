package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.sql.text.Identifiers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The SQL that makes the bridge on a server, in both of its forms. */
public final class BridgeSql {
  /** Where the inner functions of an installed bridge are. */
  public static final String INNER_SCHEMA = "pgbackground_bridge";

  /**
   * The function that raises requests, and the types of its parameters as PostgreSQL shows them.
   */
  static final String REQUEST = "pgbackground_request";

  static final String REQUEST_TYPES = "(text,text[],text[])";

  private static final String TEMPORARY_SCHEMA = "pg_temp";

  /** First the inner functions, which the others call. */
  private static final String TEXT = resource("request.sql") + resource("functions.sql");

  private BridgeSql() {}

  /** The statements that make it for one session, until its end. */
  static String temporary() {
    return in(TEMPORARY_SCHEMA, TEMPORARY_SCHEMA);
  }

  /**
   * The statements that make it for good; both schemas exist.
   *
   * @param schema where the functions of pg_background are to be, not quoted
   */
  public static String installed(String schema) {
    return in(Identifiers.quote(schema), INNER_SCHEMA);
  }

  private static String in(String schema, String inner) {
    return TEXT.replace("${schema}", schema).replace("${inner}", inner);
  }

  private static String resource(String name) {
    try (InputStream text = BridgeSql.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new IllegalStateException("The driver's jar is not whole: " + name + " is missing.");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
