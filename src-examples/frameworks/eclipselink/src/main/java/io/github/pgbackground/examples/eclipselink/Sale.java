package io.github.pgbackground.examples.eclipselink;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.SqlResultSetMapping;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What was sold where, and how its report is read. */
@Entity
@SqlResultSetMapping(
    name = "report",
    classes =
        @ConstructorResult(
            targetClass = RegionTotal.class,
            columns = {
              @ColumnResult(name = "region", type = String.class),
              @ColumnResult(name = "total", type = BigDecimal.class)
            }))
public class Sale {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private @Nullable Long id;

  private String region;
  private BigDecimal total;
  @Lob private byte[] receipt;

  @SuppressWarnings("NullAway.Init")
  protected Sale() {}

  /** A sale that is not stored yet. */
  public Sale(String region, BigDecimal total, byte[] receipt) {
    this.region = region;
    this.total = total;
    this.receipt = receipt;
  }

  /** Its key, null as long as it is not stored. */
  public @Nullable Long getId() {
    return id;
  }

  public String getRegion() {
    return region;
  }

  public BigDecimal getTotal() {
    return total;
  }

  public byte[] getReceipt() {
    return receipt;
  }
}
