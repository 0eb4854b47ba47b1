package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A JVM that is killed while a function on the server has its answer. */
@ExtendWith(PostgresExtension.class)
class KilledAnswerTest {
  private static final String LEFT = "select count(*) from pg_largeobject_metadata";

  private final TestDatabase database;

  KilledAnswerTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void the_next_connection_that_answers_removes_what_a_killed_jvm_has_left() throws Exception {
    try (Gate gate = Gate.in(database);
        Connection plain = database.connectPlain()) {
      String call =
          "do $$ begin perform x from pg_background_result(pg_background_launch("
              + "'select repeat(n::text, 3000) from generate_series(100, 600) as n')) as (x text);"
              + " perform ("
              + gate.query()
              + "); end $$";
      try (OtherJvm other = OtherJvm.start(CallAndWait.class, database.url(), call)) {
        other.awaitLine("connected");
        gate.awaitArrivals(1);
        assertEquals("1", Sql.value(plain, LEFT));
        other.process().destroyForcibly().waitFor();
      }
      gate.open();
      Await.until(
          "nobody is left",
          () ->
              "2"
                  .equals(
                      Sql.value(
                          plain,
                          "select count(*) from pg_stat_activity where datname = current_database()"
                              + " and backend_type = 'client backend'")));
      assertEquals(
          "t",
          Sql.value(plain, "select length(lo_get(oid)) > 1000000 from pg_largeobject_metadata"));
      try (Connection session = database.connect()) {
        Sql.execute(
            session,
            "do $$ begin perform pg_background_detach(pg_background_launch('select 1')); end $$");
      }
      assertEquals("0", Sql.value(plain, LEFT));
    }
  }
}
