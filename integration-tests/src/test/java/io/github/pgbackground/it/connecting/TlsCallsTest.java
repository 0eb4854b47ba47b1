package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that only the server sees, where the server lets nobody in without TLS. */
@ExtendWith(PostgresExtension.class)
class TlsCallsTest {
  private static final String USER = "pgbackground_it_tls_calls";

  @Test
  void what_is_asked_and_answered_is_encrypted_on_every_connection(TestDatabase database)
      throws Exception {
    try (Connection admin = database.admin()) {
      Sql.execute(admin, "create role " + USER + " login");
      try (ServerTls tls =
          ServerTls.on(
              database,
              List.of("hostssl all " + USER + " all trust", "host all " + USER + " all reject"))) {
        String url = database.url().replaceFirst("user=[^&]*", "user=" + USER);
        try (Connection session = DriverManager.getConnection(url + "&sslmode=require")) {
          Sql.execute(
              session,
              "create temp table seen(pid int, size int); do $$ begin insert into seen"
                  + " select pid, length(t) from pg_background_result(pg_background_launch("
                  + "'select pg_backend_pid(), repeat(''x'', 1234567)')) as (pid int, t text);"
                  + " end $$");
          assertEquals("1234567", Sql.value(session, "select size from seen"));
          String pids =
              Sql.value(session, "select concat_ws(',', pid, pg_backend_pid()) from seen");
          assertEquals(
              List.of("t|3"),
              Sql.rows(
                  admin,
                  "select bool_and(s.ssl), count(*) from pg_stat_ssl s where s.pid in ("
                      + pids
                      + ") or s.pid in (select l.pid from pg_locks l where l.locktype = 'advisory'"
                      + " and l.granted and l.classid = 1885823590 and l.objid in ("
                      + pids
                      + "))"));
        }
      } finally {
        Sql.execute(admin, "drop owned by " + USER + "; drop role " + USER);
      }
    }
  }
}
