package io.github.pgbackground.internal.session.function;

import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.session.handle.Statistics;
import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Tuple;

/** What a session says of its jobs: {@code list_v2} and {@code stats_v2}. */
final class Listing {
  private static final String CLOCK =
      "select (pg_catalog.date_part('epoch', pg_catalog.clock_timestamp())"
          + " operator(pg_catalog.*) 1000000)::pg_catalog.int8";

  private final Session session;
  private final Execution execution;
  private final SessionWire wire;

  Listing(Session session, Execution execution) {
    this.session = session;
    this.execution = execution;
    this.wire = new SessionWire(session.connection(), execution);
  }

  private static List<Field> fields() {
    return List.of(
        Columns.of("pid", Oid.INT4, -1),
        Columns.of("cookie", Oid.INT8, -1),
        Columns.of("launched_at", Oid.TIMESTAMPTZ, -1),
        Columns.of("user_id", Oid.OID, -1),
        Columns.of("queue_size", Oid.INT4, -1),
        Columns.of("state", Oid.TEXT, -1),
        Columns.of("sql_preview", Oid.TEXT, -1),
        Columns.of("last_error", Oid.TEXT, -1),
        Columns.of("consumed", Oid.BOOL, -1));
  }

  /**
   * A row for each job whose handle the current user may use, in the order of the launches.
   *
   * @param expected the caller's columns, null for any
   */
  Rows handles(@Nullable List<Field> expected) throws SQLException {
    List<Field> fields = fields();
    if (expected != null) {
      check(fields, expected);
    }
    List<Handle> handles = session.jobs().all();
    List<Tuple> rows = new ArrayList<>();
    if (!handles.isEmpty()) {
      Rows known = ask(handles);
      for (int i = 0; i < handles.size(); i++) {
        if (HandleAccess.isTrue(known, i, 1)) {
          rows.add(
              row(handles.get(i), HandleAccess.text(known, i, 0), HandleAccess.text(known, i, 2)));
        }
      }
    }
    return new Rows(fields, rows);
  }

  private static Tuple row(Handle handle, String userId, String launchedAt) {
    return Rows.tuple(
        Integer.toString(handle.pid()),
        Long.toString(handle.cookie()),
        launchedAt,
        userId,
        Integer.toString(handle.queueSize()),
        handle.state(),
        handle.preview(),
        handle.lastError(),
        "f");
  }

  /** What only the server knows: for each handle its user's OID, whether it is ours, its time. */
  private Rows ask(List<Handle> handles) throws SQLException {
    setLaunchTimes(handles);
    StringBuilder sql =
        new StringBuilder(
            "select coalesce(r.oid, 0::pg_catalog.oid), coalesce(pg_catalog.pg_has_role(r.oid,"
                + " 'USAGE'), false), pg_catalog.to_timestamp(h.seconds)::pg_catalog.text from"
                + " (values ");
    for (int i = 0; i < handles.size(); i++) {
      Long micros = handles.get(i).launchedMicros();
      sql.append(i == 0 ? "(" : ",(").append(i).append(',');
      HandleAccess.appendLiteral(sql, handles.get(i).user());
      sql.append("::pg_catalog.name,")
          .append(BigDecimal.valueOf(micros == null ? 0 : micros, 6).toPlainString())
          .append("::pg_catalog.float8)");
    }
    sql.append(
        ") as h(number, name, seconds) left join pg_catalog.pg_roles as r"
            + " on r.rolname operator(pg_catalog.=) h.name"
            + " order by h.number using operator(pg_catalog.<)");
    return wire.query(sql.toString());
  }

  private void setLaunchTimes(List<Handle> handles) throws SQLException {
    if (handles.stream().anyMatch(handle -> handle.launchedMicros() == null)) {
      long now = Long.parseLong(HandleAccess.text(wire.query(CLOCK), 0, 0));
      for (Handle handle : handles) {
        if (handle.launchedMicros() == null) {
          handle.setLaunchedMicros(now - handle.ageMicros());
        }
      }
    }
  }

  /** Throws what a server does when rows are not of the types that the caller says. */
  private void check(List<Field> given, List<Field> expected) throws SQLException {
    String detail = null;
    if (given.size() != expected.size()) {
      detail =
          String.format(
              Locale.ROOT,
              "Returned row contains %d attributes, but query expects %d.",
              given.size(),
              expected.size());
    }
    for (int i = 0; detail == null && i < given.size(); i++) {
      if (given.get(i).getOID() != expected.get(i).getOID()) {
        detail =
            String.format(
                Locale.ROOT,
                "Returned type %s at ordinal position %d, but query expects %s.",
                type(given.get(i)),
                i + 1,
                type(expected.get(i)));
      }
    }
    if (detail != null) {
      throw ServerError.of(
              "42804", "function return row and query-specified return row do not match")
          .withDetail(detail)
          .toException();
    }
  }

  private String type(Field field) throws SQLException {
    String oid = Integer.toUnsignedString(field.getOID());
    return HandleAccess.text(
        wire.query("select pg_catalog.format_type(" + oid + "::pg_catalog.oid, null)"), 0, 0);
  }

  /** The one row of {@code stats_v2}. */
  Tuple statistics() throws SQLException {
    Statistics statistics = session.jobs().statistics();
    return Rows.tuple(
        Long.toString(statistics.launched()),
        Long.toString(statistics.completed()),
        Long.toString(statistics.failed()),
        Long.toString(statistics.canceled()),
        Integer.toString(session.jobs().active()),
        float8(statistics.averageMillis()),
        Integer.toString(session.value(BackgroundSetting.MAX_WORKERS, execution)));
  }

  private static String float8(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
