package io.github.pgbackground.examples.jdbi;

import java.math.BigDecimal;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** A shop that has its reports made by workers, and its audit rows written by them. */
public final class Shop {
  private final Jdbi jdbi;

  /** The shop in the database of this URL, which is all that Jdbi wants. */
  public Shop(String url) {
    jdbi = Jdbi.create(url);
    jdbi.registerRowMapper(ConstructorMapper.factory(RegionTotal.class));
  }

  /** Launches a report and reads it: on one handle of Jdbi's, which is one connection. */
  public List<RegionTotal> report() {
    return jdbi.withHandle(
        connection -> {
          int handle =
              connection
                  .createQuery("SELECT pg_background_launch(:report)")
                  .bind("report", "SELECT region, sum(total) FROM sale GROUP BY 1 ORDER BY 1")
                  .mapTo(int.class)
                  .one();
          return connection
              .createQuery(
                  "SELECT * FROM pg_background_result(:handle) AS (region text, total numeric)")
              .bind("handle", handle)
              .mapTo(RegionTotal.class)
              .list();
        });
  }

  /** Sells; where that is refused, the audit row stays, for a worker has committed it. */
  public void sell(String region, BigDecimal total) {
    jdbi.useTransaction(
        connection -> {
          connection.execute("INSERT INTO sale (region, total) VALUES (?, ?)", region, total);
          connection
              .createQuery(
                  "SELECT * FROM pg_background_result(pg_background_launch("
                      + "format('INSERT INTO audit VALUES (%L)', :what::text))) AS (result text)")
              .bind("what", "to sell in " + region)
              .mapTo(String.class)
              .one();
          if (total.signum() < 0) {
            throw new IllegalArgumentException("less than nothing");
          }
        });
  }
}
