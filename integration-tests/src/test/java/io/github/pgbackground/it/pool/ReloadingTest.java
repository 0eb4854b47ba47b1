package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A web application that brings the driver along is stopped, and started anew. */
@ExtendWith(PostgresExtension.class)
class ReloadingTest {
  private static final String DRIVER = "io.github.pgbackground.BackgroundDriver";

  /** For how many milliseconds a thread of pgjdbc's own stays when there is nothing to do. */
  private static final String PGJDBC_THREAD = "pgjdbc.config.cleanup.thread.ttl";

  private final TestDatabase database;

  ReloadingTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void nothing_keeps_the_class_loader_of_a_driver_that_was_used_and_deregistered()
      throws Exception {
    WeakReference<ClassLoader> loader = new WeakReference<>(useAndDeregister());
    Await.until(
        "the class loader is collected",
        () -> {
          System.gc();
          return loader.get() == null;
        });
  }

  private ClassLoader useAndDeregister() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Thread application = Thread.currentThread();
      ClassLoader before = application.getContextClassLoader();
      application.setContextClassLoader(loader);
      System.setProperty(PGJDBC_THREAD, "100");
      try {
        use(loader);
      } finally {
        System.clearProperty(PGJDBC_THREAD);
        application.setContextClassLoader(before);
      }
      return loader;
    }
  }

  private void use(ClassLoader loader) throws Exception {
    Class<?> type = Class.forName(DRIVER, true, loader);
    assertNotSame(Class.forName(DRIVER), type);
    Driver driver = (Driver) type.getConstructor().newInstance();
    try (Connection connection = driver.connect(database.url(), new Properties())) {
      int pid = Sql.launch(connection, "select 'from another class loader'");
      assertEquals(List.of("from another class loader"), Sql.result(connection, pid, "t text"));
    }
    String url = database.url() + "&pgbackground.registerMbeans=true";
    try (Connection again = driver.connect(url, new Properties());
        Connection other = driver.connect(url, new Properties())) {
      int pid = Sql.launch(again, "select 'first'");
      Sql.launch(other, "select 'second'");
      assertEquals(List.of("first"), Sql.result(again, pid, "t text"));
    }
    // As an application does when it stops.
    type.getMethod("deregister").invoke(null);
    Class<?> pgjdbc = Class.forName("org.postgresql.Driver", true, loader);
    pgjdbc.getMethod("deregister").invoke(null);
    awaitWorkersEnd(loader);
  }

  private static void awaitWorkersEnd(ClassLoader loader) throws Exception {
    Await.until(
        "the threads of the class loader have ended",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread != Thread.currentThread())
                .noneMatch(thread -> thread.getContextClassLoader() == loader));
  }

  /** The driver and what it depends on, without anything of the tests. */
  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.matches(".*(driver|pgbackground-jdbc|/postgresql-4|HikariCP|caffeine|slf4j).*")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
