package io.github.pgbackground.internal.definition;

import io.github.pgbackground.internal.sql.text.Identifiers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The SQL that makes the bridge on a server, in both of its forms. */
public final class BridgeSql {
  /** Where the inner functions of an installed bridge are. */
  public static final String INNER_SCHEMA = "pgbackground_bridge";

  /**
   * The function that raises requests, or how the name of an installed one begins, and the types of
   * its parameters as PostgreSQL shows them.
   */
  public static final String REQUEST = "pgbackground_request";

  public static final String REQUEST_TYPES = "(text,text[],text[])";

  private static final int SUFFIX_BYTES = 8;

  private static final String TEMPORARY_SCHEMA = "pg_temp";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** First the inner functions, which the others call. */
  private static final String TEXT =
      resource("request.sql")
          + resource("functions.sql").replace("${rows}", resource("rows.sql").strip());

  private static final String PROOF = resource("proof.sql");

  private static final String OWNERS = resource("owners.sql");

  private static final String RENAMING = resource("renaming.sql");

  /** How the names of the types begin, and how they do when they have made way for others. */
  private static final String TYPES = "pg_background_";

  private static final String TYPES_ASIDE = "pgbackground_aside_";

  private BridgeSql() {}

  /** The statements that make it for one session, until its end. */
  public static String temporary() {
    return in(
        PROOF + OWNERS + TEXT,
        TEMPORARY_SCHEMA,
        TEMPORARY_SCHEMA,
        REQUEST,
        TEMPORARY_SCHEMA + ".pgbackground_prove()");
  }

  /** What the request function of {@link #temporary} shows with each request; for its owner. */
  public static String proof() {
    return "select proof from pg_temp.pgbackground_proof";
  }

  /** The statement that gives the types of {@link #temporary} names that nobody looks for. */
  public static String typesAside() {
    return renaming(TYPES, TYPES_ASIDE);
  }

  /** The statement that gives them their own names again. */
  public static String typesBack() {
    return renaming(TYPES_ASIDE, TYPES);
  }

  private static String renaming(String from, String to) {
    return RENAMING.replace("${from}", from).replace("${to}", to);
  }

  /**
   * The statements that make it for good; both schemas exist.
   *
   * <p>The function that raises requests has another name each time: a session knows a function
   * that it has called by the name that its schema had then, so nobody must be able to make one of
   * that name beforehand in a schema of the bridge's name, and rename the schema.
   *
   * @param schema where the functions of pg_background are to be, not quoted
   */
  public static String installed(String schema) {
    byte[] suffix = new byte[SUFFIX_BYTES];
    RANDOM.nextBytes(suffix);
    String request = REQUEST + "_" + HexFormat.of().formatHex(suffix);
    return in(TEXT, Identifiers.quote(schema), INNER_SCHEMA, request, "null");
  }

  private static String in(String text, String schema, String inner, String request, String proof) {
    return text.replace("${proof}", proof)
        .replace("${request}", request)
        .replace("${schema}", schema)
        .replace("${inner}", inner);
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
