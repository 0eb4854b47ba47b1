package io.github.pgbackground.examples.hibernate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class HibernateTest {
  private final TestDatabase database;
  private Shop shop;

  HibernateTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void open() {
    shop = Shop.open(database, "create");
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void it_finds_the_dialect_and_the_driver_by_itself() {
    SessionFactoryImplementor hibernate = shop.factory().unwrap(SessionFactoryImplementor.class);
    assertEquals(PostgreSQLDialect.class, hibernate.getJdbcServices().getDialect().getClass());
  }

  @Test
  void it_finds_the_tables_that_it_has_made() {
    for (String schema : List.of("validate", "update")) {
      assertDoesNotThrow(() -> Shop.open(database, schema).close());
    }
  }

  @Test
  void a_native_query_or_a_named_procedure_launches_and_another_query_reads_records() {
    shop.sell("north", "1.50", "2.25");
    shop.sell("south", "7.00");
    List<RegionTotal> report =
        List.of(
            new RegionTotal("north", new BigDecimal("3.75")),
            new RegionTotal("south", new BigDecimal("7.00")));
    shop.inTransaction(
        entityManager -> {
          Reports reports = new Reports(entityManager);
          int first = reports.order();
          int second = reports.orderByName();
          assertEquals(report, reports.read(second));
          assertEquals(report, reports.read(first));
          return null;
        });
  }

  @Test
  void a_result_is_read_by_pages() {
    for (String region : List.of("a", "b", "c", "d", "e")) {
      shop.sell(region, "1");
    }
    shop.inTransaction(
        entityManager -> {
          Reports reports = new Reports(entityManager);
          assertEquals(List.of("c", "d"), reports.regions(2, 2));
          assertEquals(List.of("a"), reports.regions(0, 1));
          return null;
        });
  }

  @Test
  void a_large_result_is_read_as_a_stream() {
    long sum =
        shop.inTransaction(
            entityManager -> {
              try (Stream<?> rows =
                  entityManager
                      .createNativeQuery(
                          "SELECT * FROM pg_background_result(pg_background_launch("
                              + "'SELECT generate_series(1, 10000)')) AS (n int)",
                          Integer.class)
                      .setHint("org.hibernate.fetchSize", 100)
                      .getResultStream()) {
                return rows.mapToLong(n -> (Integer) n).sum();
              }
            });
    assertEquals(50_005_000, sum);
  }

  @Test
  void a_query_over_entities_launches_for_each_of_them() {
    shop.sell("north", "1", "2");
    List<Integer> handles =
        shop.inTransaction(
            entityManager ->
                entityManager
                    .createQuery(
                        "select function('pg_background_launch', concat('SELECT ', cast(s.total as string)))"
                            + " from Sale s",
                        Integer.class)
                    .getResultList());
    assertEquals(2, handles.stream().distinct().count());
  }

  @Test
  void a_worker_that_breaks_a_constraint_is_a_constraint_violation() {
    shop.sell("north", "1");
    shop.inTransaction(
        entityManager -> {
          var query =
              entityManager.createNativeQuery(
                  "SELECT * FROM pg_background_result(pg_background_launch("
                      + "'INSERT INTO sale SELECT * FROM sale')) AS (result text)",
                  String.class);
          ConstraintViolationException e =
              assertThrows(ConstraintViolationException.class, query::getResultList);
          assertEquals("sale_pkey", e.getConstraintName());
          entityManager.getTransaction().rollback();
          entityManager.getTransaction().begin();
          return null;
        });
  }

  @Test
  void keys_are_generated_and_inserts_go_in_batches() {
    var statistics = shop.factory().unwrap(SessionFactoryImplementor.class).getStatistics();
    shop.inTransaction(
        entityManager -> {
          List<Sale> sales =
              IntStream.range(0, 50).mapToObj(i -> new Sale("r" + i, BigDecimal.ONE)).toList();
          sales.forEach(entityManager::persist);
          sales.forEach(sale -> assertNotNull(sale.getId()));
          statistics.clear();
          entityManager.flush();
          assertEquals(1, statistics.getPrepareStatementCount());
          return null;
        });
    assertEquals(List.of("50"), shop.list("SELECT count(*)::text FROM sale"));
  }

  @Test
  void large_objects_are_stored_and_read() {
    byte[] scan = new byte[100_000];
    scan[99_999] = 7;
    String text = "Grüße ".repeat(20_000);
    Long key =
        shop.inTransaction(
            entityManager -> {
              Receipt receipt = new Receipt(scan, text);
              entityManager.persist(receipt);
              assertNotNull(receipt.getId());
              return receipt.getId();
            });
    shop.inTransaction(
        entityManager -> {
          Receipt receipt = entityManager.find(Receipt.class, key);
          assertArrayEquals(scan, receipt.getScan());
          assertEquals(text, receipt.getText());
          return null;
        });
    shop.list("SELECT lo_unlink(oid)::text FROM pg_largeobject_metadata");
  }
}
