package io.github.pgbackground.internal.bridge.request;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a function on the server asks, as {@code request.sql} writes it.
 *
 * @param function the one that was called
 * @param key what the answer begins with
 * @param object the OID that the answer's large object is to have
 * @param turn which lock the function waits for
 * @param arguments in the function's order
 * @param caller null for a request that is not answered
 * @param proof what only a temporary function of this driver's can show
 */
public record Request(
    String function,
    String key,
    long object,
    int turn,
    List<@Nullable String> arguments,
    @Nullable Caller caller,
    @Nullable String proof) {

  /** How many turns there are. */
  public static final int TURNS = 3;

  /** Reads a notice; what is in it is true only if the bridge's own function has raised it. */
  public static Request of(ServerErrorMessage notice, BaseConnection connection)
      throws SQLException {
    List<@Nullable String> parts = array(notice.getDetail(), connection);
    String caller = parts.get(3);
    return new Request(
        String.valueOf(notice.getMessage()),
        String.valueOf(notice.getHint()),
        parts.get(0) == null ? 0 : Long.parseLong(parts.get(0)),
        parts.get(1) == null ? 0 : Integer.parseInt(parts.get(1)),
        array(parts.get(2), connection),
        caller == null ? null : Caller.of(array(caller, connection), connection),
        parts.get(4));
  }

  /** The texts in an array; none where there is none. */
  static List<@Nullable String> array(@Nullable String text, BaseConnection connection)
      throws SQLException {
    if (text == null) {
      return List.of();
    }
    @Nullable Object[] values =
        (@Nullable Object[]) new PgArray(connection, Oid.TEXT_ARRAY, text).getArray();
    return Arrays.asList(Arrays.copyOf(values, values.length, String[].class));
  }
}
