package io.github.pgbackground.examples.jooq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.BackgroundDataSource;
import io.github.pgbackground.examples.ShopContract;
import io.github.pgbackground.it.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.CloseableDSLContext;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.tools.jdbc.JDBCUtils;
import org.junit.jupiter.api.Test;

class JooqTest extends ShopContract<RegionTotal> {
  private final Shop shop;

  JooqTest(TestDatabase database) {
    super(database);
    BackgroundDataSource dataSource = new BackgroundDataSource();
    dataSource.setUrl(database.url());
    this.shop = new Shop(dataSource);
  }

  @Override
  protected Actions<RegionTotal> actions() {
    return new Actions<>(shop::sell, shop::report, RegionTotal::new);
  }

  @Test
  void the_dialect_is_known_of_a_connection_but_not_of_every_url() throws SQLException {
    String ours = database.url();
    String alias = ours.replace("jdbc:pgbackground:", "jdbc:pgbackground:postgresql:");
    assertEquals(SQLDialect.DEFAULT, JDBCUtils.dialect(ours));
    assertEquals(SQLDialect.POSTGRES, JDBCUtils.dialect(alias));
    try (Connection connection = database.connect()) {
      assertEquals(SQLDialect.POSTGRES, DSL.using(connection).dialect());
    }
    for (String url : List.of(ours, alias)) {
      try (CloseableDSLContext sql = DSL.using(url)) {
        assertEquals(SQLDialect.POSTGRES, sql.dialect());
      }
    }
  }

  @Test
  void a_result_is_a_table_of_a_query() throws SQLException {
    var region = DSL.field("region", SQLDataType.VARCHAR);
    var total = DSL.field("total", SQLDataType.NUMERIC);
    try (Connection connection = database.connect()) {
      List<Record2<String, BigDecimal>> rows =
          DSL.using(connection)
              .select(region, total)
              .from(
                  "pg_background_result(pg_background_launch({0})) AS (region text, total numeric)",
                  DSL.val("VALUES ('north', 1.5), ('south', 3.5), ('west', 9)"))
              .where(total.gt(BigDecimal.valueOf(2)))
              .orderBy(total.desc())
              .limit(1)
              .fetch();
      assertEquals("west", rows.get(0).value1());
      assertEquals(new BigDecimal("9"), rows.get(0).value2());
      assertEquals(1, rows.size());
    }
  }

  @Test
  void a_cursor_reads_a_large_result_in_pieces() throws SQLException {
    try (Connection connection = database.connect();
        Cursor<Record> rows =
            DSL.using(connection)
                .resultQuery(
                    "SELECT * FROM pg_background_result(pg_background_launch("
                        + "'SELECT generate_series(1, 10000)')) AS (n int)")
                .fetchSize(100)
                .fetchLazy()) {
      assertEquals(50_005_000, rows.stream().mapToLong(row -> row.get(0, Long.class)).sum());
    }
  }

  @Test
  void an_error_of_a_worker_ends_a_nested_transaction_alone() throws SQLException {
    try (Connection connection = database.connect()) {
      DSLContext sql = DSL.using(connection);
      int handle =
          sql.transactionResult(
              outer -> {
                DataAccessException e =
                    assertThrows(
                        DataAccessException.class,
                        () ->
                            outer
                                .dsl()
                                .transaction(
                                    inner ->
                                        inner
                                            .dsl()
                                            .fetch(
                                                "SELECT * FROM pg_background_result("
                                                    + "pg_background_launch('SELECT 1 / 0')) AS (n int)")));
                assertEquals("22012", e.sqlState());
                return outer
                    .dsl()
                    .fetchSingle("SELECT pg_background_launch('SELECT 1')")
                    .get(0, Integer.class);
              });
      assertEquals(
          1,
          sql.fetchSingle("SELECT * FROM pg_background_result(?) AS (n int)", handle)
              .get(0, Integer.class));
    }
  }
}
