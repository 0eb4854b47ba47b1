package io.github.pgbackground.examples.spring;

import io.github.pgbackground.it.TestDatabase;
import java.util.stream.Stream;

/** How a test starts the application. */
final class RunningShop {
  private RunningShop() {}

  /** The example's configuration, at this database. */
  static String[] arguments(TestDatabase database, String... more) {
    return Stream.concat(
            Stream.of(
                "--spring.datasource.url=" + database.url() + "&pgbackground.handleScope=pool",
                "--server.port=0",
                "--spring.main.banner-mode=off"),
            Stream.of(more))
        .toArray(String[]::new);
  }
}
