package io.github.pgbackground.examples.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(PostgresExtension.class)
class ShopTest {
  private static final String QUIET = "--logging.level.root=off";

  private final TestDatabase database;
  private final HttpClient http = HttpClient.newHttpClient();

  ShopTest(TestDatabase database) {
    this.database = database;
  }

  /** On one application, which is closed after the last. */
  @TestFactory
  Stream<DynamicTest> the_shop() {
    ConfigurableApplicationContext shop =
        SpringApplication.run(Shop.class, RunningShop.arguments(database, QUIET));
    Counter counter = shop.getBean(Counter.class);
    Purchases purchases = shop.getBean(Purchases.class);
    String address = "http://localhost:" + shop.getEnvironment().getProperty("local.server.port");
    return Stream.of(
            dynamicTest(
                "what is sold is there, and so is the record of it",
                () -> {
                  counter.sell("tea", 3);
                  counter.sell("tea", 4);
                  assertEquals(
                      List.of("tea 3", "tea 4"), rows("article || ' ' || pieces", "purchase"));
                  assertEquals(List.of("3 tea", "4 tea"), rows("what", "audit"));
                }),
            dynamicTest(
                "when the transaction is rolled back the worker's row stays",
                () -> {
                  assertThrows(IllegalArgumentException.class, () -> counter.sell("coffee", 1_000));
                  assertEquals(List.of("tea", "tea"), rows("article", "purchase"));
                  assertEquals(List.of("3 tea", "4 tea", "1000 coffee"), rows("what", "audit"));
                }),
            dynamicTest(
                "the worker of a read-only transaction writes",
                () -> {
                  assertEquals(2, counter.timesSold("tea"));
                  assertTrue(rows("what", "audit").contains("how much tea?"));
                }),
            dynamicTest(
                "a native query of a repository reads a worker's rows",
                () ->
                    assertEquals(
                        List.of("tea 7"),
                        purchases.sold().stream()
                            .map(sold -> sold.getArticle() + " " + sold.getPieces())
                            .toList())),
            dynamicTest(
                "a procedure of a repository calls pg_background on the server",
                () -> {
                  purchases.note("noted");
                  assertTrue(rows("what", "audit").contains("noted"));
                }),
            dynamicTest(
                "one request begins and another one reads, on another connection",
                () -> {
                  HttpResponse<String> begun = request("POST", address + "/closings");
                  assertEquals(202, begun.statusCode());
                  String result = address + begun.headers().firstValue("Location").orElseThrow();
                  HttpResponse<String> read = request("GET", result);
                  assertEquals("[{\"article\":\"tea\",\"pieces\":7}]", read.body());
                }),
            dynamicTest(
                "jobs are counted among the metrics",
                () -> {
                  MeterRegistry registry = shop.getBean(MeterRegistry.class);
                  double before = registry.get("pgbackground.jobs.launched").counter().count();
                  counter.sell("cocoa", 1);
                  assertEquals(
                      before + 1, registry.get("pgbackground.jobs.launched").counter().count());
                }),
            dynamicTest(
                "the database is healthy",
                () -> {
                  String health = request("GET", address + "/actuator/health/db").body();
                  assertTrue(health.contains("\"status\":\"UP\""), health);
                  assertTrue(health.contains("\"database\":\"PostgreSQL\""), health);
                }))
        .onClose(shop::close);
  }

  @Test
  void without_its_line_the_driver_is_not_found() {
    Throwable failure =
        assertThrows(
            RuntimeException.class,
            () ->
                SpringApplication.run(
                    Shop.class,
                    RunningShop.arguments(
                        database,
                        QUIET,
                        "--spring.main.web-application-type=none",
                        "--spring.datasource.driver-class-name=")));
    while (failure.getCause() != null) {
      failure = failure.getCause();
    }
    assertEquals("Failed to determine a suitable driver class", failure.getMessage());
  }

  private HttpResponse<String> request(String method, String address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).method(method, BodyPublishers.noBody()).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private List<String> rows(String column, String table) throws SQLException {
    try (Connection connection = database.connectPlain();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT " + column + " FROM " + table)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
