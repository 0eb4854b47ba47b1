package io.github.pgbackground.it.serving;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.transparency.Comparison;
import io.github.pgbackground.it.transparency.Comparison.Conversation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Functions with the extension's names, signatures and strictness in a database: plain pgjdbc calls
 * them, and so the server says how a call is resolved, described and answered. The driver under
 * test serves the same text without them.
 *
 * <p>An imitated job runs where its result is asked for, in the caller's own process. That is no
 * background, but for the caller it looks the same.
 */
public final class Imitation {
  private static final String FUNCTIONS =
      """
      create sequence if not exists public.imitated_pids;

      create or replace function public.pg_background_launch(
          sql pg_catalog.text, queue_size pg_catalog.int4 default 65536)
        returns pg_catalog.int4 language plpgsql strict as $$
      declare
        pid int4 := nextval('public.imitated_pids');
      begin
        perform set_config('imitated.job_' || pid, sql, false);
        return pid;
      end $$;

      create or replace function public.pg_background_result(pid pg_catalog.int4)
        returns setof pg_catalog.record language plpgsql strict as $$
      declare
        job text := current_setting('imitated.job_' || pid);
      begin
        return query execute job;
      end $$;

      create or replace function public.pg_background_detach(pid pg_catalog.int4)
        returns pg_catalog.void language plpgsql strict as 'begin end'
      """;

  private Imitation() {}

  /** Fails when the driver serves anything otherwise than a server with such functions does. */
  public static void sameAsOnServer(TestDatabase database, Conversation conversation)
      throws Exception {
    sameAsOnServer(database, new Properties(), conversation);
  }

  /** The same with connection properties. */
  public static void sameAsOnServer(
      TestDatabase database, Properties properties, Conversation conversation) throws Exception {
    install(database);
    Comparison.sameAsPgjdbc(database, properties, conversation);
  }

  /** Puts the functions into a database, for whoever calls them there. */
  public static void install(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, FUNCTIONS);
    }
  }
}
