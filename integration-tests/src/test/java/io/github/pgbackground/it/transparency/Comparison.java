package io.github.pgbackground.it.transparency;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;

import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.util.Properties;

/** Has the same conversation with plain pgjdbc and with the driver under test. */
public final class Comparison {
  private Comparison() {}

  /** What is said to a connection, and what of it is written down. */
  @FunctionalInterface
  public interface Conversation {
    void with(Connection connection, Transcript transcript) throws Exception;
  }

  /** Fails when the two drivers' answers differ anywhere. */
  public static void sameAsPgjdbc(TestDatabase database, Conversation conversation)
      throws Exception {
    sameAsPgjdbc(database, new Properties(), conversation);
  }

  /** The same with connection properties. */
  public static void sameAsPgjdbc(
      TestDatabase database, Properties properties, Conversation conversation) throws Exception {
    Transcript plain = new Transcript();
    try (Connection connection = database.connectPlain(properties)) {
      conversation.with(connection, plain);
    }
    Transcript ours = new Transcript();
    try (Connection connection = database.connect(properties)) {
      conversation.with(connection, ours);
    }
    assertFalse(plain.lines().isEmpty(), "nothing was written down");
    assertIterableEquals(plain.lines(), ours.lines());
  }
}
