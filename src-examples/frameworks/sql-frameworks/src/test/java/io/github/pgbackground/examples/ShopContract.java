package io.github.pgbackground.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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

  /**
   * What a shop can do, and what its report consists of.
   *
   * @param total makes a row of the report
   */
  public record Actions<T>(
      BiConsumer<String, BigDecimal> sell,
      Supplier<List<T>> report,
      BiFunction<String, BigDecimal, T> total) {}

  protected abstract Actions<T> actions();

  private void sell(String region, String amount) {
    actions().sell().accept(region, new BigDecimal(amount));
  }

  private T total(String region, String amount) {
    return actions().total().apply(region, new BigDecimal(amount));
  }

  @BeforeEach
  void create() throws SQLException {
    Tables.create(database);
  }

  @Test
  void a_report_has_typed_rows() {
    sell("south", "2.50");
    sell("north", "1.25");
    sell("north", "3.00");
    assertEquals(List.of(total("north", "4.25"), total("south", "2.50")), actions().report().get());
  }

  @Test
  void an_audit_row_survives_the_rollback() throws SQLException {
    sell("north", "1");
    assertThrows(IllegalArgumentException.class, () -> sell("south", "-1"));
    assertEquals(
        List.of("north 1.00", "to sell in north", "to sell in south"), Tables.content(database));
  }
}
