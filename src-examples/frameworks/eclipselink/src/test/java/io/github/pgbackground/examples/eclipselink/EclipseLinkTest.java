package io.github.pgbackground.examples.eclipselink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.persistence.sessions.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class EclipseLinkTest {
  private final TestDatabase database;
  private EntityManagerFactory factory;

  EclipseLinkTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void open() {
    factory =
        Persistence.createEntityManagerFactory(
            "shop",
            Map.of(
                "jakarta.persistence.jdbc.url",
                database.url(),
                "jakarta.persistence.jdbc.user",
                "postgres",
                "jakarta.persistence.schema-generation.database.action",
                "drop-and-create"));
  }

  @AfterEach
  void close() {
    factory.close();
  }

  private <T> T inTransaction(Function<EntityManager, T> work) {
    try (EntityManager entityManager = factory.createEntityManager()) {
      entityManager.getTransaction().begin();
      T done = work.apply(entityManager);
      entityManager.getTransaction().commit();
      return done;
    }
  }

  private Long sell(String region, byte[] receipt) {
    return inTransaction(
        entityManager -> {
          Sale sale = new Sale(region, BigDecimal.TEN, receipt);
          entityManager.persist(sale);
          entityManager.flush();
          assertNotNull(sale.getId());
          return sale.getId();
        });
  }

  @Test
  void it_finds_the_platform_and_the_driver_by_itself() {
    inTransaction(
        entityManager -> {
          Session session = entityManager.unwrap(Session.class);
          assertTrue(session.getLogin().getPlatform().isPostgreSQL());
          return null;
        });
  }

  @Test
  void a_native_query_launches_and_another_one_reads_records() {
    sell("north", new byte[0]);
    sell("south", new byte[0]);
    sell("south", new byte[0]);
    inTransaction(
        entityManager -> {
          Reports reports = new Reports(entityManager);
          assertEquals(
              List.of(
                  new RegionTotal("north", BigDecimal.valueOf(10)),
                  new RegionTotal("south", BigDecimal.valueOf(20))),
              reports.read(reports.order()));
          return null;
        });
  }

  @Test
  void a_result_is_read_by_pages() {
    List<?> page =
        inTransaction(
            entityManager ->
                entityManager
                    .createNativeQuery(
                        "SELECT * FROM pg_background_result(pg_background_launch("
                            + "'SELECT generate_series(1, 100)')) AS (n int) ORDER BY n")
                    .setFirstResult(10)
                    .setMaxResults(3)
                    .getResultList());
    assertEquals(List.of(11, 12, 13), page);
  }

  @Test
  void a_query_over_entities_launches_for_each_of_them() {
    sell("SELECT 1", new byte[0]);
    sell("SELECT 2", new byte[0]);
    List<?> handles =
        inTransaction(
            entityManager ->
                entityManager
                    .createQuery("select function('pg_background_launch', s.region) from Sale s")
                    .getResultList());
    assertEquals(2, handles.stream().distinct().count());
  }

  @Test
  void keys_are_generated_and_large_values_stored() {
    byte[] receipt = new byte[100_000];
    receipt[99_999] = 7;
    Long key = sell("north", receipt);
    factory.getCache().evictAll();
    assertArrayEquals(
        receipt, inTransaction(entityManager -> entityManager.find(Sale.class, key).getReceipt()));
  }
}
