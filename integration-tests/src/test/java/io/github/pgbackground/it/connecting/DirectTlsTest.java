package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.Link.Sight;
import io.github.pgbackground.internal.link.LinkedConnection;
import io.github.pgbackground.internal.link.tap.NoticeTaker;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TLS that begins with the first byte, in front of a server that does not know of it. */
@ExtendWith(PostgresExtension.class)
class DirectTlsTest {
  private final TestDatabase database;

  DirectTlsTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void sessions_and_workers_speak_it_as_pgjdbc_does(@TempDir Path directory) throws Exception {
    try (TlsFront front = TlsFront.before(database, directory)) {
      new org.postgresql.Driver().connect(front.url("jdbc:postgresql:"), new Properties()).close();
      assertEquals(List.of("postgresql"), front.protocols());
      try (Connection connection =
              new BackgroundDriver().connect(front.url("jdbc:pgbackground:"), new Properties());
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select * from pg_background_result(pg_background_launch('select 7')) as (n"
                      + " int)")) {
        assertTrue(rows.next());
        assertEquals(7, rows.getInt(1));
      }
      assertEquals(List.of("postgresql", "postgresql", "postgresql"), front.protocols());
    }
  }

  @Test
  void notices_are_taken_and_nothing_of_tls_is_taken_for_the_server(@TempDir Path directory)
      throws Exception {
    try (TlsFront front = TlsFront.before(database, directory)) {
      LinkedConnection linked =
          LinkedConnection.open(front.url("jdbc:postgresql:"), new Properties());
      try (Connection connection = linked.connection();
          Statement statement = connection.createStatement()) {
        Link link = Objects.requireNonNull(linked.link());
        assertTrue(link.isReadable());
        assertTrue(link.isIdle());
        assertEquals(Sight.NOTHING, link.look(1));
        List<String> taken = new ArrayList<>();
        link.takeNotices(
            new NoticeTaker() {
              @Override
              public void take(String fields) {
                taken.add(fields);
              }

              @Override
              public boolean goOn() {
                return false;
              }

              @Override
              public void over() {}
            });
        statement.execute("do $$ begin raise info using errcode='PGB01', message='x'; end $$");
        assertNull(statement.getWarnings());
        assertEquals(1, taken.size());
      }
    }
  }
}
