package io.github.pgbackground.examples.spring;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sells, and keeps a record of who asked for what, sold or not. */
@Service
public class Counter {
  private static final String AUDIT =
      """
      SELECT * FROM pg_background_result(pg_background_launch(
        format('INSERT INTO audit (what) VALUES (%L)', CAST(? AS text)))) AS (result text)
      """;

  private final JdbcTemplate jdbc;
  private final Purchases purchases;

  Counter(JdbcTemplate jdbc, Purchases purchases) {
    this.jdbc = jdbc;
    this.purchases = purchases;
  }

  /** The worker's transaction is its own: the record stays when this one is rolled back. */
  @Transactional
  public void sell(String article, int pieces) {
    jdbc.queryForObject(AUDIT, String.class, pieces + " " + article);
    purchases.save(new Purchase(article, pieces));
    if (pieces > 100) {
      throw new IllegalArgumentException("There are not so many.");
    }
  }
}
