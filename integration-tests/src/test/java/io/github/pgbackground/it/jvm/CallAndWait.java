package io.github.pgbackground.it.jvm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Runs one statement, which is to wait until this JVM is killed. */
public final class CallAndWait {
  private CallAndWait() {}

  /** The arguments are the URL, then the statement. */
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement()) {
      System.out.println("connected");
      statement.execute(arguments[1]);
    }
  }
}
