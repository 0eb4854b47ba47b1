package io.github.pgbackground.examples.hibernate;

import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * A report that a worker makes while the application goes on. Its handle belongs to the connection,
 * so that it is ordered and read in one transaction.
 */
public final class Reports {
  private static final String REPORT =
      "SELECT region, sum(total) FROM sale GROUP BY region ORDER BY region";

  private final EntityManager entityManager;

  /** Of the sales that others have committed. */
  public Reports(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  /** Has a worker begin, by a native query, and returns its handle. */
  public int order() {
    return (Integer)
        entityManager
            .createNativeQuery("SELECT pg_background_launch(:report)", Integer.class)
            .setParameter("report", REPORT)
            .getSingleResult();
  }

  /** The same by the stored procedure query that {@link Sale} names. */
  public int orderByName() {
    return (Integer)
        entityManager
            .createNamedStoredProcedureQuery("launch")
            .setParameter(1, REPORT)
            .getSingleResult();
  }

  /** Waits for the worker and reads its report, which can be done once. */
  @SuppressWarnings("unchecked")
  public List<RegionTotal> read(int handle) {
    return entityManager
        .createNativeQuery(
            "SELECT * FROM pg_background_result(:handle) AS (region varchar(255), total numeric)",
            RegionTotal.class)
        .setParameter("handle", handle)
        .getResultList();
  }

  /** Has the report made, and reads a page of it. */
  @SuppressWarnings("unchecked")
  public List<String> regions(int first, int count) {
    return entityManager
        .createNativeQuery(
            "SELECT region FROM pg_background_result(pg_background_launch(:report))"
                + " AS (region varchar(255), total numeric) ORDER BY region",
            String.class)
        .setParameter("report", REPORT)
        .setFirstResult(first)
        .setMaxResults(count)
        .getResultList();
  }
}
