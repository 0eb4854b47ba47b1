package io.github.pgbackground.examples.hikaricp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class VacuumTest {
  @Test
  void a_job_is_launched_and_read_on_one_borrowed_connection(TestDatabase database)
      throws SQLException {
    HikariConfig config = new HikariConfig("/hikari.properties");
    config.setJdbcUrl(database.url());
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE orders ()");
      }
      assertEquals("VACUUM", new Vacuum(pool).run("orders"));
    }
  }
}
