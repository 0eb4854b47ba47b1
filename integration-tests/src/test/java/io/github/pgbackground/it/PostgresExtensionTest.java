package io.github.pgbackground.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.pgbackground.it.server.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs other test classes, on the server that is there already. */
@ExtendWith(PostgresExtension.class)
class PostgresExtensionTest {
  private static final String CHOICE = "pgbackground.test.server";
  private static @Nullable TestDatabase given;

  private final TestDatabase database;
  private final TestServer server;

  PostgresExtensionTest(TestDatabase database, TestServer server) {
    this.database = database;
    this.server = server;
  }

  @Test
  void a_test_that_leaks_fails_and_the_next_one_does_not() {
    Events tests = run(Leaking.class);
    assertEquals(1, tests.succeeded().count());
    List<Event> failed = tests.failed().list();
    assertEquals(1, failed.size());
    assertTrue(
        failed.get(0).getRequiredPayload(TestExecutionResult.class).getThrowable().stream()
            .anyMatch(failure -> failure.getMessage().contains("1 not closed by the test")));
  }

  @Test
  void a_class_has_a_database_of_its_own_for_as_long_as_it_runs() throws SQLException {
    Events tests = run(Sharing.class);
    assertEquals(2, tests.succeeded().count());
    TestDatabase theirs = given;
    assertNotNull(theirs);
    assertTrue(exists(database.name()));
    assertFalse(exists(theirs.name()));
  }

  private Events run(Class<?> testClass) {
    String choice = System.getProperty(CHOICE);
    System.setProperty(CHOICE, server.adminUrl());
    try {
      return EngineTestKit.engine("junit-jupiter")
          .selectors(selectClass(testClass))
          .execute()
          .testEvents();
    } finally {
      if (choice == null) {
        System.clearProperty(CHOICE);
      } else {
        System.setProperty(CHOICE, choice);
      }
    }
  }

  private boolean exists(String name) throws SQLException {
    try (Connection connection = database.admin();
        PreparedStatement query =
            connection.prepareStatement("select from pg_database where datname = ?")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  @ExtendWith(PostgresExtension.class)
  static class Leaking {
    @Test
    void forgets_to_close(TestDatabase database) throws SQLException {
      database.connectPlain();
    }

    @Test
    void closes(TestDatabase database) throws SQLException {
      database.connectPlain().close();
    }
  }

  @ExtendWith(PostgresExtension.class)
  static class Sharing {
    private final TestDatabase ofClass;

    Sharing(TestDatabase database) {
      this.ofClass = database;
    }

    @Test
    void with_a_parameter(TestDatabase ofMethod) {
      assertSame(ofClass, ofMethod);
      given = ofMethod;
    }

    @Nested
    class Inside {
      @Test
      void with_a_nested_class(TestDatabase ofNested) {
        assertSame(ofClass, ofNested);
      }
    }
  }
}
