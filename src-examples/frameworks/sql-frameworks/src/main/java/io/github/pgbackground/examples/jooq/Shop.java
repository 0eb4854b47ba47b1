package io.github.pgbackground.examples.jooq;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.math.BigDecimal;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** A shop that has its reports made by workers, and its audit rows written by them. */
public final class Shop {
  private final DSLContext dsl;

  /** Tells jOOQ the dialect, which it would look for in a URL. */
  public Shop(DataSource dataSource) {
    dsl = DSL.using(dataSource, SQLDialect.POSTGRES);
  }

  /** Launches a report and reads it: on one connection, so in one transaction. */
  public List<RegionTotal> report() {
    return dsl.transactionResult(
        transaction -> {
          DSLContext sql = transaction.dsl();
          int handle =
              sql.select(
                      function(
                          "pg_background_launch",
                          SQLDataType.INTEGER,
                          val("SELECT region, sum(total) FROM sale GROUP BY 1 ORDER BY 1")))
                  .fetchSingle()
                  .value1();
          return sql.resultQuery(
                  "SELECT * FROM pg_background_result({0}) AS (region text, total numeric)",
                  val(handle))
              .fetchInto(RegionTotal.class);
        });
  }

  /** Sells; where that is refused, the audit row stays, for a worker has committed it. */
  public void sell(String region, BigDecimal total) {
    dsl.transaction(
        transaction -> {
          DSLContext sql = transaction.dsl();
          sql.insertInto(table("sale"), field("region"), field("total"))
              .values(region, total)
              .execute();
          sql.fetch(
              "SELECT * FROM pg_background_result(pg_background_launch("
                  + "format('INSERT INTO audit VALUES (%L)', {0}))) AS (result text)",
              val("to sell in " + region));
          if (total.signum() < 0) {
            throw new IllegalArgumentException("less than nothing");
          }
        });
  }
}
