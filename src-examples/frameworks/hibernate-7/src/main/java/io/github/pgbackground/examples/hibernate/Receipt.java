package io.github.pgbackground.examples.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import org.jspecify.annotations.Nullable;

/** A receipt with its scan and its text: large objects. Its keys are the table's. */
@Entity
public class Receipt {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Lob private byte[] scan;
  @Lob private String text;

  @SuppressWarnings("NullAway.Init")
  protected Receipt() {}

  /** A receipt that is not stored yet. */
  public Receipt(byte[] scan, String text) {
    this.scan = scan;
    this.text = text;
  }

  /** Its key, null as long as it is not stored. */
  public @Nullable Long getId() {
    return id;
  }

  public byte[] getScan() {
    return scan;
  }

  public String getText() {
    return text;
  }
}
