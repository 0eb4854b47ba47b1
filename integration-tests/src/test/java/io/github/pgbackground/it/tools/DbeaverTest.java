package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.BackgroundProperty;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What DBeaver relies on, asked for as DBeaver asks; that the jar alone is enough is held by the
 * tests of that jar.
 */
@ExtendWith(PostgresExtension.class)
class DbeaverTest {
  private final TestDatabase database;
  private Connection connection;
  private Gate gate;

  DbeaverTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws Exception {
    connection = database.connect();
    gate = Gate.in(database);
  }

  @AfterEach
  void disconnect() throws Exception {
    gate.close();
    connection.close();
  }

  @Test
  void the_drivers_of_the_page_connect_with_the_urls_of_their_templates() throws Exception {
    NodeList drivers = page().getElementsByTagName("driver");
    assertEquals(2, drivers.getLength());
    for (int i = 0; i < drivers.getLength(); i++) {
      Element driver = (Element) drivers.item(i);
      assertConnects(driver);
      Element library = (Element) driver.getElementsByTagName("library").item(0);
      assertEquals(1, driver.getElementsByTagName("library").getLength());
      assertTrue(library.getAttribute("path").endsWith("/" + JarRun.ALL.getFileName()));
    }
  }

  private static Document page() throws Exception {
    String page = Files.readString(Path.of("..", "driver", "docs", "dbeaver.md"));
    String xml = page.replaceFirst("(?s).*?```xml\n(.*?)```.*", "$1");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private void assertConnects(Element driver) throws Exception {
    Properties there =
        Objects.requireNonNull(org.postgresql.Driver.parseURL(database.plainUrl(), null));
    String url =
        driver
            .getAttribute("url")
            .replace("{host}", PGProperty.PG_HOST.getOrDefault(there))
            .replace("[:{port}]", ":" + PGProperty.PG_PORT.getOrDefault(there))
            .replace("[{database}]", database.name());
    Driver loaded =
        Class.forName(driver.getAttribute("class"))
            .asSubclass(Driver.class)
            .getConstructor()
            .newInstance();
    assertTrue(loaded.acceptsURL(url), url);
    Properties credentials = new Properties();
    credentials.setProperty("user", PGProperty.USER.getOrDefault(there));
    try (Connection connected = loaded.connect(url, credentials)) {
      assertNotNull(connected, url);
      assertEquals(database.name(), connected.getCatalog());
    }
  }

  @Test
  void notices_are_read_from_a_statement_that_runs_with_their_severity() throws Exception {
    String job =
        "do 'begin raise notice ''half way''; raise warning ''slow''; end'; " + gate.query();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(200);
      Elsewhere<Boolean> running =
          Elsewhere.start(
              () ->
                  statement.execute(
                      "select * from pg_background_result(pg_background_launch($job$"
                          + job
                          + "$job$)) as (t text)"));
      Await.until(
          "both notices are here",
          () -> severities(statement).equals(List.of("NOTICE half way", "WARNING slow")));
      gate.open();
      assertTrue(running.value());
      assertEquals(List.of("through"), Sql.rows(statement.getResultSet()));
    }
  }

  /** By the name of the class, and by reflection on a private field, as DBeaver does it. */
  private static List<String> severities(Statement statement) throws Exception {
    List<String> severities = new ArrayList<>();
    for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
      assertEquals("org.postgresql.util.PSQLWarning", w.getClass().getName());
      ServerErrorMessage message = ((PSQLWarning) w).getServerErrorMessage();
      Field parts = ServerErrorMessage.class.getDeclaredField("mesgParts");
      parts.setAccessible(true);
      severities.add(((Map<?, ?>) parts.get(message)).get('V') + " " + w.getMessage());
    }
    return severities;
  }

  @Test
  void a_statement_is_cancelled_from_another_thread_and_used_again() throws Exception {
    int pid = Sql.launch(connection, gate.query());
    try (Statement statement = connection.createStatement()) {
      String read = "select * from pg_background_result(" + pid + ") as (t text)";
      Elsewhere<Boolean> running = Elsewhere.start(() -> statement.execute(read));
      running.awaitParked();
      statement.cancel();
      assertEquals("57014", running.error().getSQLState());
      gate.open();
      assertTrue(statement.execute(read));
      assertEquals(List.of("through"), Sql.rows(statement.getResultSet()));
    }
  }

  @Test
  void its_table_of_properties_is_filled_without_a_connection() throws Exception {
    DriverPropertyInfo[] properties =
        new BackgroundDriver().getPropertyInfo("jdbc:pgbackground://nowhere/db", new Properties());
    Map<String, DriverPropertyInfo> byName =
        Stream.of(properties).collect(Collectors.toMap(info -> info.name, info -> info));
    for (BackgroundProperty property : BackgroundProperty.values()) {
      DriverPropertyInfo info = byName.get(property.key());
      assertEquals(property.defaultValue(), info.value);
      assertFalse(info.description.isBlank());
      assertEquals(property.choices(), info.choices == null ? List.of() : List.of(info.choices));
    }
    for (DriverPropertyInfo theirs :
        new org.postgresql.Driver().getPropertyInfo("jdbc:postgresql://nowhere/db", null)) {
      assertTrue(byName.containsKey(theirs.name), theirs.name);
    }
  }

  @Test
  void its_tree_of_a_schema_has_the_functions_with_their_parameters() throws Exception {
    DatabaseMetaData data = connection.getMetaData();
    List<String> schemas = new ArrayList<>();
    try (ResultSet rows = data.getSchemas()) {
      while (rows.next()) {
        schemas.add(rows.getString("TABLE_SCHEM"));
      }
    }
    assertTrue(schemas.contains("public"));
    for (BackgroundFunction function : FunctionTable.V1_8.functions()) {
      try (ResultSet row = data.getFunctions(database.name(), "public", function.name())) {
        assertTrue(row.next(), function.name());
        assertEquals(function.remarks(), row.getString("REMARKS"));
      }
      TreeSet<String> parameters = new TreeSet<>();
      try (ResultSet rows =
          data.getFunctionColumns(database.name(), "public", function.name(), "%")) {
        while (rows.next()) {
          if (rows.getInt("COLUMN_TYPE") == DatabaseMetaData.functionColumnIn) {
            parameters.add(rows.getString("COLUMN_NAME"));
          }
        }
      }
      TreeSet<String> expected = new TreeSet<>();
      function.parameters().forEach(parameter -> expected.add(parameter.name()));
      assertEquals(expected, parameters);
    }
  }
}
