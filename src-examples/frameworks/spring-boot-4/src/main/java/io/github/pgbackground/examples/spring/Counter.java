package io.github.pgbackground.examples.spring;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sells, and keeps a record of who asked for what, sold or not. */
@Service
public class Counter {
  private final JdbcTemplate jdbc;
  private final Purchases purchases;

  Counter(JdbcTemplate jdbc, Purchases purchases) {
    this.jdbc = jdbc;
    this.purchases = purchases;
  }

  /** Writes the purchase in this transaction, and the record in the worker's own. */
  @Transactional
  public void sell(String article, int pieces) {
    record(pieces + " " + article);
    purchases.save(new Purchase(article, pieces));
    if (pieces > 100) {
      throw new IllegalArgumentException("There are not so many.");
    }
  }

  /** A worker may write, although this transaction may not. */
  @Transactional(readOnly = true)
  public long timesSold(String article) {
    record("how much " + article + "?");
    return purchases.countByArticle(article);
  }

  private void record(String what) {
    jdbc.queryForObject(
        """
        SELECT * FROM pg_background_result(pg_background_launch(
          format('INSERT INTO audit (what) VALUES (%L)', CAST(? AS text)))) AS (result text)
        """,
        String.class, what);
  }
}
