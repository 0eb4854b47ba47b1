package io.github.pgbackground.it.extension;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Imitation;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The extension itself, as far as a server that does not have it can play it: functions of its
 * names, and its entry in the catalog. It comes and goes as another program would install and drop
 * it: no session of the driver is told.
 */
public final class PlayedExtension {
  private static final String ENTRY =
      """
      set allow_system_table_mods = on;
      insert into pg_extension
        (oid, extname, extowner, extnamespace, extrelocatable, extversion)
      values (pg_nextoid('pg_extension', 'oid', 'pg_extension_oid_index'),
        'pg_background', current_user::regrole, 'public'::regnamespace, true, '1.8');
      create function public.launches() returns int4 language sql as
        $$ select pg_background_launch('select 7') $$;
      """;

  private PlayedExtension() {}

  /** Installs it, and a function {@code launches()} that calls it. */
  public static void install(TestDatabase database) throws SQLException {
    Imitation.install(database);
    execute(database, ENTRY);
  }

  /** Drops what there is of it. */
  public static void drop(TestDatabase database) throws SQLException {
    execute(
        database,
        "drop extension if exists pg_background; drop function if exists public.launches,"
            + " public.pg_background_launch, public.pg_background_result,"
            + " public.pg_background_detach");
  }

  /** How many jobs it has launched in a database so far, in all sessions. */
  static int launched(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectPlain()) {
      return Integer.parseInt(
          String.valueOf(
              Sql.value(
                  connection,
                  "select case when is_called then last_value else 0 end"
                      + " from public.imitated_pids")));
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, sql);
    }
  }
}
