package io.github.pgbackground.examples.spring;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.query.Procedure;
import org.springframework.data.repository.query.Param;

/** The purchases, and what is asked of the database about them. */
public interface Purchases extends JpaRepository<Purchase, Integer> {

  long countByArticle(String article);

  /** A row of {@link #sold}. */
  interface Sold {
    String getArticle();

    long getPieces();
  }

  /** What a worker counts. */
  @Query(
      nativeQuery = true,
      value =
          """
          SELECT * FROM pg_background_result(pg_background_launch(
              'SELECT article, sum(pieces) FROM purchase GROUP BY article'))
            AS (article text, pieces bigint) ORDER BY article
          """)
  List<Sold> sold();

  /** A procedure of the database, which calls pg_background itself. */
  @Procedure(procedureName = "note")
  void note(@Param("what") String what);
}
