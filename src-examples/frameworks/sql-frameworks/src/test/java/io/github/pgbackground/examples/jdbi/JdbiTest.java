package io.github.pgbackground.examples.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.examples.ShopContract;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class JdbiTest extends ShopContract<RegionTotal> {
  private final Shop shop;

  JdbiTest(TestDatabase database) {
    super(database);
    this.shop = new Shop(database.url());
  }

  @Override
  protected Actions<RegionTotal> actions() {
    return new Actions<>(shop::sell, shop::report, RegionTotal::new);
  }

  @Test
  void a_call_launches_and_gives_the_handle() {
    List<Integer> rows =
        Jdbi.create(database.url())
            .withHandle(
                connection -> {
                  Integer handle =
                      connection
                          .createCall("{:handle = call pg_background_launch(:sql)}")
                          .registerOutParameter("handle", Types.INTEGER)
                          .bind("sql", "SELECT 7")
                          .invoke()
                          .getInt("handle");
                  return connection
                      .createQuery("SELECT * FROM pg_background_result(:handle) AS (n int)")
                      .bind("handle", handle)
                      .mapTo(Integer.class)
                      .list();
                });
    assertEquals(List.of(7), rows);
  }

  @Test
  void a_large_result_is_read_in_pieces() {
    long sum =
        Jdbi.create(database.url())
            .inTransaction(
                connection -> {
                  try (Stream<Integer> numbers =
                      connection
                          .createQuery(
                              "SELECT * FROM pg_background_result(pg_background_launch("
                                  + "'SELECT generate_series(1, 10000)')) AS (n int)")
                          .setFetchSize(100)
                          .mapTo(Integer.class)
                          .stream()) {
                    return numbers.mapToLong(Integer::longValue).sum();
                  }
                });
    assertEquals(50_005_000, sum);
  }

  @Test
  void keys_of_a_batch_are_given() {
    List<Integer> keys =
        Jdbi.create(database.url())
            .withHandle(
                connection ->
                    connection
                        .prepareBatch("INSERT INTO sale (region) VALUES (?)")
                        .add("north")
                        .add("south")
                        .executePreparedBatch("id")
                        .mapTo(Integer.class)
                        .list());
    assertEquals(List.of(1, 2), keys);
  }
}
