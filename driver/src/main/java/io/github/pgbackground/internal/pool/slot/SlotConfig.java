package io.github.pgbackground.internal.pool.slot;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * What HikariCP does for a {@link Slot}. All is said, defaults too: HikariCP reads the file that
 * the system property {@code hikaricp.configurationFile} names into every configuration, and an
 * application that has one does not mean it for workers.
 */
public final class SlotConfig {
  private static final Duration LIFETIME = Duration.ofMinutes(30);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private SlotConfig() {}

  public static HikariConfig of(
      String name,
      Duration idleTimeout,
      ThreadFactory threads,
      ScheduledExecutorService housekeeping) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setThreadFactory(threads);
    config.setScheduledExecutor(housekeeping);
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(0);
    config.setIdleTimeout(idleTimeout.toMillis());
    // HikariCP has no idle timeout where it is not shorter than the lifetime.
    config.setMaxLifetime(LIFETIME.plus(idleTimeout).toMillis());
    config.setKeepaliveTime(0);
    config.setValidationTimeout(LOOK.toMillis());
    config.setConnectionTimeout(LOOK.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setLeakDetectionThreshold(0);
    config.setAutoCommit(true);
    config.setReadOnly(false);
    config.setIsolateInternalQueries(false);
    config.setAllowPoolSuspension(false);
    config.setRegisterMbeans(false);
    config.setCatalog(null);
    config.setSchema(null);
    config.setTransactionIsolation(null);
    config.setConnectionInitSql(null);
    config.setConnectionTestQuery(null);
    config.setDataSourceClassName(null);
    config.setDataSourceJNDI(null);
    config.setJdbcUrl(null);
    config.setUsername(null);
    config.setPassword(null);
    return config;
  }
}
