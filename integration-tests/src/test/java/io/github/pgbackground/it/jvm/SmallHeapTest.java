package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Results that are many times larger than the heap of 64 megabytes that they go through. How many
 * times is for {@code pgbackground.test.largeResults} to say: ten million rows take a while.
 */
@ExtendWith(PostgresExtension.class)
class SmallHeapTest {
  private static final int TIMES = Integer.getInteger("pgbackground.test.largeResults", 1);

  private final TestDatabase database;

  SmallHeapTest(TestDatabase database) {
    this.database = database;
  }

  private void read(String job, boolean late, String expected) throws Exception {
    try (OtherJvm reader =
        OtherJvm.start(ReadMuch.class, database.url(), job, Boolean.toString(late))) {
      reader.awaitLine(expected);
      assertEquals(0, reader.awaitEnd());
    }
  }

  private static String rows(int count, int width) {
    return "select i, repeat('x', " + width + ") from generate_series(1, " + count + ") i";
  }

  private static String count(int count, int width) {
    return count + " rows, " + (long) count * width + " characters";
  }

  @Test
  void many_rows_go_through_a_small_heap() throws Exception {
    int rows = 1_000_000 * TIMES;
    read(rows(rows, 20), false, count(rows, 20));
  }

  @Test
  void wide_rows_go_through_a_small_heap() throws Exception {
    int rows = 300 * TIMES;
    read(rows(rows, 1_000_000), false, count(rows, 1_000_000));
  }

  @Test
  void rows_that_become_wide_go_through_a_small_heap() throws Exception {
    String rows =
        "select i, repeat('x', case when i <= 20000 then 1 else 64000 end)"
            + " from generate_series(1, 22000) i";
    read(rows, false, "22000 rows, 128020000 characters");
  }

  @Test
  void a_row_that_does_not_fit_is_lost_and_the_job_is_committed() throws Exception {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, "create table done (n int)");
      String rows =
          "with d as (insert into done values (1))"
              + " select i, repeat('x', case when i = 3 then 60000000 else 1 end)"
              + " from generate_series(1, 5) i";
      read(rows, false, "2 rows, then 53200");
      assertEquals("1", Sql.value(connection, "select count(*) from done"));
      Sql.execute(connection, "drop table done");
    }
  }

  @Test
  void rows_that_wait_for_their_reader_go_through_a_small_heap() throws Exception {
    int rows = 300_000 * TIMES;
    read(rows(rows, 300), true, count(rows, 300));
  }
}
