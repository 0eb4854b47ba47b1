package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Cache;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.slf4j.Logger;

/** The driver's jar as a bundle among the bundles that it needs, each with its class loader. */
@ExtendWith(PostgresExtension.class)
class OsgiTest {
  /** SLF4J asks for somebody who finds providers for it; without one it logs nothing. */
  private static final String FOR_SLF4J =
      "osgi.extender;osgi.extender=\"osgi.serviceloader.processor\";version:Version=\"1.0\","
          + "osgi.serviceloader;osgi.serviceloader=\"org.slf4j.spi.SLF4JServiceProvider\"";

  private static final List<Class<?>> NEEDED =
      List.of(Cache.class, HikariDataSource.class, Logger.class, org.postgresql.Driver.class);

  @Test
  void it_resolves_and_starts_and_its_driver_serves_calls(
      TestDatabase database, @TempDir Path storage) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                    FOR_SLF4J));
    framework.start();
    try {
      BundleContext bundles = framework.getBundleContext();
      for (Class<?> needed : NEEDED) {
        bundles.installBundle(
            needed.getProtectionDomain().getCodeSource().getLocation().toString());
      }
      Bundle bundle = bundles.installBundle(JarRun.PLAIN.toUri().toString());
      for (Bundle installed : bundles.getBundles()) {
        installed.start();
      }
      assertEquals("io.github.pgbackground.jdbc", bundle.getSymbolicName());
      assertEquals(Bundle.ACTIVE, bundle.getState());
      Class<?> driver = bundle.loadClass("io.github.pgbackground.BackgroundDriver");
      assertFalse(driver == Class.forName(driver.getName()), "the bundle has its own");
      try {
        serve((Driver) driver.getConstructor().newInstance(), database);
      } finally {
        driver.getMethod("deregister").invoke(null);
      }
      awaitWorkersEnd();
    } finally {
      framework.stop();
      FrameworkEvent stopped = framework.waitForStop(Await.PATIENCE.toMillis());
      assertEquals(FrameworkEvent.STOPPED, stopped.getType());
    }
  }

  /** Whether pgjdbc, from 42.7.11 on, finds our classes from where it does not see us. */
  static boolean isLookingIntoContext() {
    try {
      Class.forName("org.postgresql.util.ClassLoaderStrategy");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void serve(Driver driver, TestDatabase database) throws Exception {
    try (Connection connection = driver.connect(database.url(), new Properties())) {
      int pid = Sql.launch(connection, "select 41 + 1");
      assertEquals(List.of("42"), Sql.result(connection, pid, "answer int"));
      if (!isLookingIntoContext()) {
        return;
      }
      Sql.execute(connection, "create table seen (n int)");
      Sql.execute(
          connection,
          "do $$ begin insert into seen select n from"
              + " pg_background_result(pg_background_launch('select 43')) as (n int); end $$");
      assertEquals(List.of("43"), Sql.rows(connection, "select n from seen"));
      Sql.execute(connection, "drop table seen");
    }
  }

  /** Threads of the pool need the class loader until they have ended. */
  private static void awaitWorkersEnd() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("pgbackground")) {
        thread.join(Await.PATIENCE.toMillis());
        assertTrue(!thread.isAlive(), thread.getName());
      }
    }
  }
}
