package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.TypeInfo;

/**
 * The type of a composite value: what its name means on the server; where it means nothing, a type
 * that this connection's pgjdbc alone knows.
 */
final class CompositeType {
  /**
   * OIDs, each of a type and the next of its arrays, that PostgreSQL keeps for its own development:
   * in a release nothing has them, and no user's object ever.
   */
  private static final Map<Result, Integer> OIDS =
      Map.of(Result.HANDLE, 9_990, Result.STATS, 9_992, Result.PROGRESS, 9_994);

  private CompositeType() {}

  /** A column of values of the type. */
  static Field column(String label, Result type, Session session, SessionWire wire)
      throws SQLException {
    List<Field> known =
        session
            .columns()
            .of("type " + type.typeName(), () -> List.of(Columns.of("", oid(type, wire), -1)));
    return Columns.of(label, known.get(0).getOID(), -1);
  }

  private static int oid(Result type, SessionWire wire) throws SQLException {
    Rows found =
        wire.query(
            "select pg_catalog.to_regtype('" + type.typeName() + "')::pg_catalog.oid as oid");
    byte[] oid = found.tuples().get(0).get(0);
    return oid == null
        ? make(type, wire.connection().getTypeInfo())
        : Integer.parseUnsignedInt(new String(oid, StandardCharsets.US_ASCII));
  }

  @SuppressWarnings("NullAway")
  private static int make(Result type, TypeInfo types) {
    int oid = Objects.requireNonNull(OIDS.get(type));
    // No class: pgjdbc would take its arrays for those of all other types of that class.
    @Nullable String javaClass = null;
    types.addCoreType(type.typeName(), oid, Types.STRUCT, javaClass, oid + 1);
    return oid;
  }
}
