package io.github.pgbackground.examples.spring;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** Something that somebody has bought. */
@Entity
public class Purchase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Integer id;

  private String article = "";
  private int pieces;

  /** For JPA. */
  protected Purchase() {}

  Purchase(String article, int pieces) {
    this.article = article;
    this.pieces = pieces;
  }

  public @Nullable Integer getId() {
    return id;
  }

  public String getArticle() {
    return article;
  }

  public int getPieces() {
    return pieces;
  }
}
