package io.github.pgbackground.examples.eclipselink;

import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * A report that a worker makes while the application goes on. Its handle belongs to the connection,
 * so that it is ordered and read in one transaction.
 */
public final class Reports {
  private final EntityManager entityManager;

  /** Of the sales that others have committed. */
  public Reports(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  /** Has a worker begin, and returns its handle. */
  public int order() {
    return (Integer)
        entityManager
            .createNativeQuery("SELECT pg_background_launch(?)")
            .setParameter(1, "SELECT region, sum(total) FROM sale GROUP BY 1 ORDER BY 1")
            .getSingleResult();
  }

  /** Waits for the worker and reads its report, which can be done once. */
  @SuppressWarnings("unchecked")
  public List<RegionTotal> read(int handle) {
    return entityManager
        .createNativeQuery(
            "SELECT * FROM pg_background_result(?) AS (region varchar(255), total numeric)",
            "report")
        .setParameter(1, handle)
        .getResultList();
  }
}
