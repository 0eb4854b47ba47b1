package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a job is, as PL/pgSQL says it in the middle of its statements. */
@ExtendWith(PostgresExtension.class)
class JobProgressTest {
  private final TestDatabase database;

  JobProgressTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_loop_in_a_job_says_how_far_it_is_while_it_runs(boolean installed) throws Exception {
    if (installed) {
      Bridges.install(database);
    }
    try (Connection connection = database.connect();
        Gate first = Gate.in(database);
        Gate second = Gate.in(database)) {
      V2 handle =
          V2.launch(
              connection,
              "select pg_background_progress(1, 'before');"
                  + " do $$ begin for i in 2 .. 50 loop"
                  + " perform pg_background_progress(i, 'step ' || i); end loop; perform "
                  + first.query().substring("select ".length())
                  + "; perform pg_background_progress(400); perform "
                  + second.query().substring("select ".length())
                  + "; perform pg_background_progress(null, repeat('ä', 60)); end $$");
      handle.awaitProgress("50|step 50");
      first.open();
      handle.awaitProgress("100|");
      second.open();
      handle.call("wait_v2");
      assertEquals("0|" + "ä".repeat(31), handle.progress());
      assertEquals(List.of("SELECT 1", "DO"), handle.result("tag text"));
    } finally {
      Bridges.remove(database);
    }
  }

  @Test
  void a_stored_function_that_a_job_calls_says_it() throws Exception {
    Bridges.install(database);
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(
          connection,
          "create function far(n int) returns int language plpgsql as $$ begin"
              + " for i in 1 .. n loop perform pg_background_progress(i, 'far'); end loop;"
              + " return n; end $$");
      V2 handle = V2.launch(connection, "select far(7); " + gate.query());
      handle.awaitProgress("7|far");
      gate.open();
      assertEquals(List.of("through"), handle.result("said text"));
      Sql.error("0A000", () -> Sql.value(connection, "select far(1)"));
      Sql.execute(connection, "drop function far(int)");
    } finally {
      Bridges.remove(database);
    }
  }
}
