package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseStatement;

/** What is closed answers every method as pgjdbc's closed objects do. */
@ExtendWith(PostgresExtension.class)
class ClosedObjectsTest {
  private final TestDatabase database;

  ClosedObjectsTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void every_method_of_a_closed_connection_answers_alike() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          connection.close();
          Sweep.over(Connection.class, connection, method -> true, transcript);
          // Two backends have two pids.
          Sweep.over(
              PGConnection.class,
              connection,
              method -> !method.getName().equals("getBackendPID"),
              transcript);
        });
  }

  @Test
  void every_method_of_a_closed_statement_answers_alike() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          Statement statement = connection.createStatement();
          statement.close();
          Sweep.over(BaseStatement.class, statement, method -> true, transcript);
        });
  }

  @Test
  void every_method_of_a_closed_prepared_statement_answers_alike() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          PreparedStatement statement = connection.prepareStatement("select ?::int");
          statement.close();
          Sweep.over(PreparedStatement.class, statement, method -> true, transcript);
        });
  }

  @Test
  void every_method_of_a_closed_callable_statement_answers_alike() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          CallableStatement statement = connection.prepareCall("{? = call abs(?)}");
          statement.close();
          Sweep.over(CallableStatement.class, statement, method -> true, transcript);
        });
  }

  @Test
  void every_method_of_a_closed_result_set_answers_alike() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("select 1");
            rows.close();
            Sweep.over(ResultSet.class, rows, method -> true, transcript);
          }
        });
  }

  @Test
  void a_result_set_is_closed_with_its_statement_and_a_statement_with_its_connection()
      throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          Statement statement = connection.createStatement();
          ResultSet first = statement.executeQuery("select 1");
          ResultSet second = statement.executeQuery("select 2");
          transcript.asks("first after the second", first::isClosed);
          statement.close();
          transcript.asks("second after its statement", second::isClosed);
          Statement other = connection.createStatement();
          connection.close();
          transcript.asks("a statement after its connection", other::isClosed);
          transcript.fails("and executed", () -> other.execute("select 1"));
        });
  }
}
