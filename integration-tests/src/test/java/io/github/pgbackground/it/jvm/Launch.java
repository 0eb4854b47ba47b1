package io.github.pgbackground.it.jvm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Runs statements one after the other, closes nothing, and ends when its input does. */
public final class Launch {
  private Launch() {}

  /** The arguments are the URL, then the statements. */
  public static void main(String[] arguments) throws Exception {
    Connection connection = DriverManager.getConnection(arguments[0]);
    Statement statement = connection.createStatement();
    for (int i = 1; i < arguments.length; i++) {
      statement.execute(arguments[i]);
    }
    System.out.println("launched");
    while (System.in.read() >= 0) {
      // Nobody says anything.
    }
  }
}
