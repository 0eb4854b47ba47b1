package io.github.pgbackground.examples.hibernate;

import io.github.pgbackground.it.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The persistence unit of the example, on a test's database.
 *
 * @param factory of its entity managers
 */
record Shop(EntityManagerFactory factory) implements AutoCloseable {

  /**
   * Opens it.
   *
   * @param schema what Hibernate does with its tables
   */
  static Shop open(TestDatabase database, String schema) {
    return new Shop(
        Persistence.createEntityManagerFactory(
            "shop",
            Map.of(
                "jakarta.persistence.jdbc.url",
                database.url(),
                "jakarta.persistence.jdbc.user",
                "postgres",
                "hibernate.hbm2ddl.auto",
                schema,
                "hibernate.generate_statistics",
                "true")));
  }

  <T> T inTransaction(Function<EntityManager, T> work) {
    try (EntityManager entityManager = factory.createEntityManager()) {
      entityManager.getTransaction().begin();
      T done = work.apply(entityManager);
      entityManager.getTransaction().commit();
      return done;
    }
  }

  void sell(String region, String... totals) {
    inTransaction(
        entityManager -> {
          Stream.of(totals)
              .forEach(total -> entityManager.persist(new Sale(region, new BigDecimal(total))));
          return null;
        });
  }

  /** The texts that a query gives. */
  List<?> list(String query) {
    return inTransaction(
        entityManager -> entityManager.createNativeQuery(query, String.class).getResultList());
  }

  @Override
  public void close() {
    factory.close();
  }
}
