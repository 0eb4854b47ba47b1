package io.github.pgbackground.internal.presence;

import io.github.pgbackground.internal.presence.Presence.Kind;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.Tuple;

/**
 * Asks a server what its database has of pg_background, without beginning a transaction.
 *
 * <p>A bridge is known by its schema and the function {@code revision} in it, whose source is a
 * number and whose parameter is of a type that stands beside the functions: so it says where they
 * are, whoever renames or moves what.
 */
public final class PresenceQuery {
  private static final String SQL =
      """
      select e.nspname, f.nspname, p.prosrc,
        pg_catalog.pg_has_role(b.nspowner, session_user, 'MEMBER') and not exists (
          select from pg_catalog.pg_proc o
          where o.pronamespace operator(pg_catalog.=) b.oid
            and o.proowner operator(pg_catalog.<>) b.nspowner)
      from (select) one
      left join (pg_catalog.pg_extension x
          join pg_catalog.pg_namespace e on e.oid operator(pg_catalog.=) x.extnamespace)
        on x.extname operator(pg_catalog.=) 'pg_background'
      left join (pg_catalog.pg_namespace b
          join pg_catalog.pg_proc p on p.pronamespace operator(pg_catalog.=) b.oid
            and p.proname operator(pg_catalog.=) 'revision'
            and p.proowner operator(pg_catalog.=) b.nspowner
          join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) p.proargtypes[0]
            and t.typname operator(pg_catalog.=) 'pg_background_handle'
          join pg_catalog.pg_namespace f on f.oid operator(pg_catalog.=) t.typnamespace)
        on b.nspname operator(pg_catalog.=) 'pgbackground_bridge'
      """;

  private PresenceQuery() {}

  public static Presence ask(BaseConnection connection) throws SQLException {
    QueryExecutor executor = connection.getQueryExecutor();
    Answer answer = new Answer();
    executor.execute(
        executor.wrap(List.of(new NativeQuery(SQL, null, false, SqlCommand.BLANK))),
        null,
        answer,
        0,
        0,
        QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN);
    return answer.presence;
  }

  private static Presence read(Tuple row) {
    String extension = text(row, 0);
    String schema = text(row, 1);
    String revision = text(row, 2);
    if (extension != null) {
      return new Presence(Kind.EXTENSION, extension, 0, false);
    } else if (schema != null && revision != null) {
      return new Presence(Kind.BRIDGE, schema, number(revision), "t".equals(text(row, 3)));
    }
    return Presence.NONE;
  }

  /** The digits of the source, which is {@code select 7}. */
  private static int number(String source) {
    int number = 0;
    for (int i = 0; i < source.length() && number < 1_000_000; i++) {
      int digit = Character.digit(source.charAt(i), 10);
      number = digit < 0 ? number : number * 10 + digit;
    }
    return number;
  }

  private static @Nullable String text(Tuple row, int column) {
    byte[] value = row.get(column);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  private static final class Answer extends ResultHandlerBase {
    private Presence presence = Presence.NONE;

    @Override
    public void handleResultRows(
        Query from, Field[] columns, List<Tuple> tuples, @Nullable ResultCursor more) {
      for (Tuple row : tuples) {
        presence = read(row);
      }
    }

    @Override
    public void handleWarning(SQLWarning warning) {
      // It was not the application that asked.
    }
  }
}
