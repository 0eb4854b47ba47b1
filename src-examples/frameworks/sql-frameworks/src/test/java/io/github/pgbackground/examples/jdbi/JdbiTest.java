package io.github.pgbackground.examples.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.examples.Tables;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class JdbiTest {
  private final TestDatabase database;
  private final Shop shop;

  JdbiTest(TestDatabase database) {
    this.database = database;
    this.shop = new Shop(database.url());
  }

  @BeforeEach
  void create() throws SQLException {
    Tables.create(database);
  }

  @Test
  void a_report_has_typed_rows() {
    shop.sell("south", new BigDecimal("2.50"));
    shop.sell("north", new BigDecimal("1.25"));
    shop.sell("north", new BigDecimal("3.00"));
    assertEquals(
        List.of(
            new RegionTotal("north", new BigDecimal("4.25")),
            new RegionTotal("south", new BigDecimal("2.50"))),
        shop.report());
  }

  @Test
  void an_audit_row_survives_the_rollback() throws SQLException {
    shop.sell("north", BigDecimal.ONE);
    assertThrows(IllegalArgumentException.class, () -> shop.sell("south", BigDecimal.ONE.negate()));
    assertEquals(
        List.of("north 1.00", "to sell in north", "to sell in south"), Tables.content(database));
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
