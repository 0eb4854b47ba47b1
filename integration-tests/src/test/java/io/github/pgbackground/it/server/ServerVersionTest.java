package io.github.pgbackground.it.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests run on the version of PostgreSQL that they say. */
@ExtendWith(PostgresExtension.class)
class ServerVersionTest {

  @Test
  void the_server_is_of_the_version_that_was_asked_for(TestDatabase database) throws SQLException {
    assumeFalse(
        System.getProperty("pgbackground.test.server", "").startsWith("jdbc:"),
        "A server that runs already is of its own version.");
    try (Connection connection = database.admin()) {
      assertEquals(
          System.getProperty("pgbackground.test.postgres"),
          Sql.value(connection, "select current_setting('server_version_num')::int / 10000"));
    }
  }
}
