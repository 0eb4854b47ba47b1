package io.github.pgbackground.it.serving;

import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A lock that jobs wait for, so that they run exactly as long as the test wants. */
public final class Gate implements AutoCloseable {
  private static final AtomicInteger KEYS = new AtomicInteger(1_000);

  private final Connection keeper;
  private final int key = KEYS.incrementAndGet();

  private Gate(Connection keeper) {
    this.keeper = keeper;
  }

  /** A gate that is closed. */
  public static Gate in(TestDatabase database) throws SQLException {
    Gate gate = new Gate(database.connectPlain());
    Sql.execute(gate.keeper, "select pg_advisory_lock(" + gate.key + ")");
    return gate;
  }

  /** A query that waits until the gate is open and then says {@code through}. */
  public String query() {
    return "select 'through'::text from pg_advisory_xact_lock_shared(" + key + ")";
  }

  /** A block that waits for a job which waits until the gate is open. */
  public String block() {
    return "do $$ begin perform x from pg_background_result(pg_background_launch($job$"
        + query()
        + "$job$)) as (x text); end $$";
  }

  /** Waits until the process stands before the gate. */
  public void awaitArrival(int pid) throws Exception {
    String standing =
        "select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = "
            + key
            + " and pid = "
            + pid;
    Await.until(pid + " waits at the gate", () -> "1".equals(Sql.value(keeper, standing)));
  }

  /** Waits until this many processes stand before the gate. */
  public void awaitArrivals(int number) throws Exception {
    String standing =
        "select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = "
            + key;
    Await.until(
        number + " wait at the gate",
        () -> String.valueOf(number).equals(Sql.value(keeper, standing)));
  }

  public void open() throws SQLException {
    Sql.execute(keeper, "select pg_advisory_unlock(" + key + ")");
  }

  /** Opens it, too. */
  @Override
  public void close() throws SQLException {
    keeper.close();
  }
}
