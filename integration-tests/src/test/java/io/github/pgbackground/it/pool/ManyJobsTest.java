package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ten thousand jobs from sixteen threads; the leak check says what is left of them. */
@ExtendWith(PostgresExtension.class)
class ManyJobsTest {
  private static final int THREADS = 16;
  private static final int JOBS_EACH = 625;

  private final TestDatabase database;

  ManyJobsTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void every_result_is_right_and_every_row_is_there() throws Exception {
    Properties fewer = new Properties();
    fewer.setProperty("pgbackground.maxWorkers", "12");
    fewer.setProperty("pgbackground.launchTimeout", "60000");
    try (Connection looking = database.connectPlain()) {
      Sql.execute(looking, "create table done (thread int, job int)");
      List<Elsewhere<Integer>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        threads.add(Elsewhere.start(() -> work(thread, fewer)));
      }
      for (Elsewhere<Integer> thread : threads) {
        assertEquals(JOBS_EACH, thread.value());
      }
      assertEquals(
          THREADS * JOBS_EACH / 5 + "",
          Sql.value(looking, "select count(distinct (thread, job)) from done"));
      Sql.execute(looking, "drop table done");
    }
  }

  private int work(int thread, Properties properties) throws SQLException {
    int right = 0;
    try (Connection connection = database.connect(properties);
        PreparedStatement launch = connection.prepareStatement("select pg_background_launch(?)");
        PreparedStatement rows =
            connection.prepareStatement("select n from pg_background_result(?) as (n int)");
        PreparedStatement tag =
            connection.prepareStatement("select t from pg_background_result(?) as (t text)")) {
      for (int job = 0; job < JOBS_EACH; job++) {
        boolean writes = job % 5 == 0;
        int number = thread * JOBS_EACH + job;
        launch.setString(
            1,
            writes ? "insert into done values (" + thread + ", " + job + ")" : "select " + number);
        PreparedStatement result = writes ? tag : rows;
        result.setInt(1, Integer.parseInt(value(launch)));
        if (value(result).equals(writes ? "INSERT 0 1" : "" + number)) {
          right++;
        }
      }
    }
    return right;
  }

  private static String value(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
