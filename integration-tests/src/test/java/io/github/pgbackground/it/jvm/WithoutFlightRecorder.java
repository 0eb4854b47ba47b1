package io.github.pgbackground.it.jvm;

import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;

/** Runs a job in a JVM that has no flight recorder, and says what came of it. */
public final class WithoutFlightRecorder {
  private WithoutFlightRecorder() {}

  /** The argument is the URL. */
  public static void main(String[] arguments) throws Exception {
    boolean isThere = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      int pid = Sql.launch(connection, "select 1");
      System.out.println(
          (isThere ? "with" : "without") + ": " + Sql.result(connection, pid, "n int"));
    }
  }
}
