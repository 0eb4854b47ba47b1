package io.github.pgbackground.examples.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedStoredProcedureQuery;
import jakarta.persistence.ParameterMode;
import jakarta.persistence.QueryHint;
import jakarta.persistence.StoredProcedureParameter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What was sold where; its keys are a sequence's, so that Hibernate inserts it in batches. */
@Entity
@NamedStoredProcedureQuery(
    name = "launch",
    procedureName = "pg_background_launch",
    parameters = @StoredProcedureParameter(mode = ParameterMode.IN, type = String.class),
    hints = @QueryHint(name = "org.hibernate.callableFunction", value = "true"))
public class Sale {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private @Nullable Long id;

  private String region;
  private BigDecimal total;

  @SuppressWarnings("NullAway.Init")
  protected Sale() {}

  /** A sale that is not stored yet. */
  public Sale(String region, BigDecimal total) {
    this.region = region;
    this.total = total;
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
}
