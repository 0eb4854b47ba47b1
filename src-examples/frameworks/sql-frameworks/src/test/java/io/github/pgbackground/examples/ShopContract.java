package io.github.pgbackground.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the shop of each framework does.
 *
 * @param <T> the framework's row of the report
 */
@ExtendWith(PostgresExtension.class)
public abstract class ShopContract<T> {
  protected final TestDatabase database;

  protected ShopContract(TestDatabase database) {
    this.database = database;
  }

  protected abstract void sell(String region, BigDecimal amount);

  protected abstract List<T> report();

  protected abstract T total(String region, BigDecimal total);

  @BeforeEach
  void create() throws SQLException {
    Tables.create(database);
  }

  @Test
  void a_report_has_typed_rows() {
    sell("south", new BigDecimal("2.50"));
    sell("north", new BigDecimal("1.25"));
    sell("north", new BigDecimal("3.00"));
    assertEquals(
        List.of(total("north", new BigDecimal("4.25")), total("south", new BigDecimal("2.50"))),
        report());
  }

  @Test
  void an_audit_row_survives_the_rollback() throws SQLException {
    sell("north", BigDecimal.ONE);
    assertThrows(IllegalArgumentException.class, () -> sell("south", BigDecimal.ONE.negate()));
    assertEquals(
        List.of("north 1.00", "to sell in north", "to sell in south"), Tables.content(database));
  }
}
