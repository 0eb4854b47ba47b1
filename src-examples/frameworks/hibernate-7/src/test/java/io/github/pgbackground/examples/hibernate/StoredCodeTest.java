package io.github.pgbackground.examples.hibernate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.ParameterMode;
import jakarta.persistence.StoredProcedureQuery;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Triggers, functions, procedures and views that call pg_background, as Hibernate uses them. */
@ExtendWith(PostgresExtension.class)
class StoredCodeTest {
  private final TestDatabase database;
  private Shop shop;

  StoredCodeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void open() throws SQLException, IOException {
    shop = Shop.open(database, "create");
    try (InputStream audit = StoredCodeTest.class.getResourceAsStream("/audit.sql")) {
      execute(new String(audit.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @AfterEach
  void close() throws SQLException {
    shop.close();
    execute("DROP TABLE sale, audit; DROP FUNCTION audit_sale");
    execute("DROP EXTENSION pg_background CASCADE; DROP ROLE pgbackground_role");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void what_a_trigger_has_written_through_a_worker_survives_the_rollback() {
    try (EntityManager entityManager = shop.factory().createEntityManager()) {
      entityManager.getTransaction().begin();
      entityManager.persist(new Sale("north", new BigDecimal("1.50")));
      entityManager.flush();
      entityManager.getTransaction().rollback();
    }
    assertEquals(List.of("0"), shop.list("SELECT count(*)::text FROM sale"));
    assertEquals(List.of("1.50 in north"), shop.list("SELECT what FROM audit"));
  }

  @Test
  void a_procedure_gives_what_a_worker_has_found_by_a_parameter() throws SQLException {
    execute(
        """
        CREATE PROCEDURE multiply(IN a int, OUT b int) LANGUAGE plpgsql AS $$
        BEGIN
          SELECT n * a INTO b FROM pg_background_result(pg_background_launch('SELECT 7')) AS (n int);
        END $$
        """);
    Object product =
        shop.inTransaction(
            entityManager -> {
              StoredProcedureQuery procedure =
                  entityManager
                      .createStoredProcedureQuery("multiply")
                      .registerStoredProcedureParameter(1, Integer.class, ParameterMode.IN)
                      .registerStoredProcedureParameter(2, Integer.class, ParameterMode.OUT)
                      .setParameter(1, 6);
              procedure.execute();
              return procedure.getOutputParameterValue(2);
            });
    assertEquals(42, product);
    execute("DROP PROCEDURE multiply");
  }

  @Test
  void a_procedure_gives_a_cursor_over_a_result() throws SQLException {
    execute(
        """
        CREATE PROCEDURE numbers(INOUT c refcursor) LANGUAGE plpgsql AS $$
        BEGIN
          OPEN c FOR SELECT * FROM pg_background_result(
            pg_background_launch('SELECT generate_series(1, 3)')) AS (n int);
        END $$
        """);
    List<?> rows =
        shop.inTransaction(
            entityManager ->
                entityManager
                    .createStoredProcedureQuery("numbers")
                    .registerStoredProcedureParameter(1, void.class, ParameterMode.REF_CURSOR)
                    .getResultList());
    assertEquals(List.of(1, 2, 3), rows);
    execute("DROP PROCEDURE numbers");
  }

  @Test
  void a_function_returns_rows_of_a_worker() throws SQLException {
    execute(
        """
        CREATE FUNCTION squares(count int) RETURNS SETOF int LANGUAGE plpgsql AS $$
        BEGIN
          RETURN QUERY SELECT * FROM pg_background_result(pg_background_launch(
            format('SELECT n * n FROM generate_series(1, %s) AS n', count))) AS (square int);
        END $$
        """);
    List<?> rows =
        shop.inTransaction(
            entityManager ->
                entityManager
                    .createStoredProcedureQuery("squares")
                    .setHint("org.hibernate.callableFunction", "true")
                    .registerStoredProcedureParameter(1, Integer.class, ParameterMode.IN)
                    .setParameter(1, 3)
                    .getResultList());
    assertEquals(List.of(1, 4, 9), rows);
    execute("DROP FUNCTION squares");
  }

  @Test
  void a_view_shows_what_a_worker_finds() throws SQLException {
    execute(
        "CREATE VIEW found AS SELECT * FROM pg_background_result("
            + "pg_background_launch('SELECT 7::text')) AS (what text)");
    assertEquals(List.of("7"), shop.list("SELECT what FROM found"));
    execute("DROP VIEW found");
  }
}
