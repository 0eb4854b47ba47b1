package io.github.pgbackground.examples;

import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Collectors;

/** The steps of the tour, each a few statements and what they show. */
final class Steps {
  private final Psql psql;

  Steps(Psql psql) {
    this.psql = psql;
  }

  void all() throws SQLException {
    vacuum();
    typedResult();
    audit();
    fourAtOnce();
    fireAndForget();
    error();
    progress();
    cancel();
    timeout();
    trigger();
  }

  private void vacuum() throws SQLException {
    psql.step(
        "1. VACUUM in the background",
        """
        A worker, a connection of its own, runs the SQL of a launch with the settings of your
        session. Its notices arrive while the statement that waits for the result still runs.
        """);
    psql.run("SET vacuum_cost_delay = '60ms';");
    int pid = launched("SELECT pg_background_launch('VACUUM (VERBOSE, ANALYZE) orders');");
    psql.runLive("SELECT * FROM pg_background_result(" + pid + ") AS (result text);");
  }

  private void typedResult() throws SQLException {
    psql.step(
        "2. Rows, with the types you name",
        """
        AS (...) names columns and types, as PostgreSQL asks of a function that returns records.
        """);
    String totals =
        """
        SELECT * FROM pg_background_result(pg_background_launch($$
          SELECT region, count(*), sum(total), max(placed) FROM orders GROUP BY 1 ORDER BY 1
        $$)) AS (region varchar(5), orders bigint, total numeric(12,2), latest date);""";
    Table table = psql.run(totals);
    psql.say(
        "In Java: "
            + table.columns().stream()
                .map(column -> column.name() + " is a " + column.javaType())
                .collect(Collectors.joining(", "))
            + ".");
  }

  private void audit() throws SQLException {
    psql.step(
        "3. An audit row that survives the rollback",
        """
        What a worker does is a transaction of its own, committed whatever becomes of yours.
        """);
    psql.run("BEGIN;");
    psql.run("UPDATE orders SET total = 0 WHERE id = 7;");
    psql.run(
        """
        SELECT * FROM pg_background_result(pg_background_launch($$
          INSERT INTO audit (what) VALUES ('somebody sets the total of order 7 to 0')
        $$)) AS (result text);""");
    psql.run("ROLLBACK;");
    psql.run("SELECT total, what FROM orders, audit WHERE id = 7;");
  }

  private void fourAtOnce() throws SQLException {
    psql.step(
        "4. Four slow queries, one after the other and at once",
        """
        slow_total(region) takes a quarter of a second.
        """);
    Psql.Timed inTurn =
        psql.runTimed(
            """
            SELECT slow_total('north') AS north, slow_total('east') AS east,
                   slow_total('south') AS south, slow_total('west') AS west;""");
    long start = System.nanoTime();
    Table pids =
        psql.run(
            """
            SELECT pg_background_launch('SELECT slow_total(''north'')') AS north,
                   pg_background_launch('SELECT slow_total(''east'')') AS east,
                   pg_background_launch('SELECT slow_total(''south'')') AS south,
                   pg_background_launch('SELECT slow_total(''west'')') AS west;""");
    for (int i = 0; i < pids.columns().size(); i++) {
      psql.run(
          String.format(
              Locale.ROOT,
              "SELECT * FROM pg_background_result(%s) AS (%s numeric);",
              pids.rows().get(0).get(i),
              pids.columns().get(i).name()));
    }
    psql.say(
        "One after the other: "
            + Psql.milliseconds(inTurn.nanos())
            + ". At once: "
            + Psql.milliseconds(System.nanoTime() - start)
            + ".");
  }

  private void fireAndForget() throws SQLException {
    psql.step(
        "5. Fire and forget",
        """
        A job that is detached runs on and commits; nobody has to wait for it.
        """);
    psql.runTimed(
        """
        SELECT pg_background_detach(pg_background_launch($$
          SELECT pg_sleep(0.3); INSERT INTO audit (what) VALUES ('nobody waited for this')
        $$));""");
    psql.runUntilRows("SELECT at, what FROM audit WHERE what LIKE 'nobody%';");
  }

  private void error() throws SQLException {
    psql.step(
        "6. An error, as if it were your own",
        """
        It reaches whoever reads the result, with its SQLSTATE and the worker in its context.
        """);
    psql.runFailing(
        """
        SELECT * FROM pg_background_result(pg_background_launch($$
          INSERT INTO orders (id) VALUES (7)
        $$)) AS (result text);""");
  }

  private void progress() throws SQLException {
    psql.step(
        "7. How far a job is",
        """
        A job says it in statements of its own; whoever has its handle, pid and cookie, sees it at once.
        """);
    String handle =
        handle(
            """
            SELECT * FROM pg_background_launch_v2($$
              SELECT pg_background_progress(0, 'counting the north'); SELECT slow_total('north');
              SELECT pg_background_progress(25, 'counting the east'); SELECT slow_total('east');
              SELECT pg_background_progress(50, 'counting the south'); SELECT slow_total('south');
              SELECT pg_background_progress(75, 'counting the west'); SELECT slow_total('west');
              SELECT pg_background_progress(100, 'done')
            $$);""");
    psql.runProgress("SELECT * FROM pg_background_get_progress_v2(" + handle + ");");
    psql.run("SELECT pg_background_detach_v2(" + handle + ");");
  }

  private void cancel() throws SQLException {
    psql.step(
        "8. A job that is cancelled",
        """
        It ends at once, whatever it does, and nothing of it is left.
        """);
    String handle =
        handle(
            """
            SELECT * FROM pg_background_launch_v2($$
              INSERT INTO audit (what) VALUES ('cancelled'); SELECT pg_sleep(60)
            $$);""");
    psql.run("SELECT pg_background_cancel_v2(" + handle + ");");
    psql.runTimed("SELECT pg_background_wait_v2(" + handle + ");");
    psql.run(
        """
        SELECT state, last_error FROM pg_background_list_v2() AS (
          pid int, cookie bigint, launched_at timestamptz, user_id oid, queue_size int,
          state text, sql_preview text, last_error text, consumed boolean);""");
    psql.run("SELECT pg_background_detach_v2(" + handle + ");");
    psql.run("SELECT count(*) FROM audit WHERE what = 'cancelled';");
  }

  private void timeout() throws SQLException {
    psql.step(
        "9. A job that takes too long",
        """
        pg_background.worker_timeout bounds the whole text of each job.
        """);
    psql.run("SET pg_background.worker_timeout = '300ms';");
    psql.runFailing(
        """
        SELECT * FROM pg_background_result(pg_background_launch($$
          SELECT slow_total('north'); SELECT slow_total('south')
        $$)) AS (south numeric);""");
    psql.run("RESET pg_background.worker_timeout;");
  }

  private void trigger() throws SQLException {
    psql.step(
        "10. A trigger that writes through a worker",
        """
        Stored functions find pg_background where it is installed. This driver installs it where the
        server has none: ordinary functions, which ask the driver of whoever calls them.
        """);
    psql.run("CREATE EXTENSION IF NOT EXISTS pg_background;");
    psql.run(
        """
        CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM * FROM pg_background_result(pg_background_launch(
            format('INSERT INTO audit (what) VALUES (%L)',
              'order ' || new.id || ' from ' || old.total || ' to ' || new.total))) AS (result text);
          RETURN new;
        END $$;""");
    psql.run(
        """
        CREATE TRIGGER note_change AFTER UPDATE ON orders
          FOR EACH ROW EXECUTE FUNCTION note_change();""");
    psql.run("BEGIN;");
    psql.run("UPDATE orders SET total = 0 WHERE id IN (11, 13);");
    psql.run("ROLLBACK;");
    psql.run("SELECT id, total, what FROM orders, audit WHERE what LIKE 'order ' || id || ' %';");
  }

  /** The handle that a launch gives, as arguments. */
  private String handle(String sql) throws SQLException {
    return String.join(", ", psql.run(sql).rows().get(0));
  }

  private int launched(String sql) throws SQLException {
    return Integer.parseInt(psql.run(sql).rows().get(0).get(0));
  }
}
