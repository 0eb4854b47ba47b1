package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A JVM in which pgjdbc is told to transfer all values in binary, and describes all it sends. */
@ExtendWith(PostgresExtension.class)
class ForcedBinaryTest {
  private final TestDatabase database;

  ForcedBinaryTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void calls_that_only_the_server_sees_are_answered() throws Exception {
    try (OtherJvm other =
        OtherJvm.start(
            List.of("-Dorg.postgresql.forceBinary=true"),
            LaunchAndHalt.class,
            database.url(),
            "do $$ declare x int; begin for i in 1..4 loop select a into strict x from"
                + " pg_background_result(pg_background_launch('select 6 * 7')) as (a int);"
                + " assert x = 42; end loop; end $$")) {
      other.awaitLine("returned");
      assertEquals(0, other.awaitEnd());
    }
  }
}
