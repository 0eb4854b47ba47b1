package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches and generated keys as with plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class BatchTest {
  private static final String TABLE =
      "create temp table batch (id serial primary key, name text unique)";
  private static final String INSERT = "insert into batch (name) values (?)";

  private final TestDatabase database;

  BatchTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_batch_of_texts_counts_each() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            statement.addBatch("insert into batch (name) values ('a'), ('b')");
            statement.addBatch("update batch set name = name || '!'");
            statement.addBatch("delete from batch where name = 'a!'");
            transcript.asks("counts", statement::executeBatch);
            transcript.asks("an empty batch", statement::executeBatch);
            statement.addBatch("delete from batch");
            transcript.asks("large counts", statement::executeLargeBatch);
            statement.addBatch("delete from batch");
            statement.clearBatch();
            transcript.asks("cleared", statement::executeLargeBatch);
            statement.addBatch("select 1");
            transcript.tries("a query", statement::executeBatch);
            transcript.tries(
                "two at once",
                () -> {
                  statement.addBatch("delete from batch; delete from batch");
                  return statement.executeBatch();
                });
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void a_batch_of_parameters_counts_each(String rewritten) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("reWriteBatchedInserts", rewritten);
    sameAsPgjdbc(
        database,
        properties,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
          }
          try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            addNames(statement, "a", "b", "c", "d", "e");
            transcript.asks("counts", statement::executeBatch);
            addNames(statement, "f", "g");
            transcript.asks("large counts", statement::executeLargeBatch);
            addNames(statement, "h", "a", "i");
            transcript.fails("a name twice", statement::executeBatch);
            transcript.fails("an insert gives no rows", statement::executeQuery);
          }
          try (Statement statement = connection.createStatement()) {
            transcript.rows("table", statement.executeQuery("select name from batch order by 1"));
          }
        });
  }

  private static void addNames(PreparedStatement statement, String... names) throws SQLException {
    for (String name : names) {
      statement.setString(1, name);
      statement.addBatch();
    }
  }

  @Test
  void generated_keys_are_given_for_each_way_to_ask_for_them() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            String insert = "insert into batch (name) values ('x' || nextval('batch_id_seq'))";
            statement.executeUpdate(insert, Statement.RETURN_GENERATED_KEYS);
            transcript.rows("all", statement.getGeneratedKeys());
            statement.executeUpdate(insert, new String[] {"name"});
            transcript.rows("by name", statement.getGeneratedKeys());
            statement.executeLargeUpdate(insert, new String[] {"id"});
            transcript.rows("large", statement.getGeneratedKeys());
            transcript.asks("execute", () -> statement.execute(insert, new String[] {"id"}));
            transcript.rows("of execute", statement.getGeneratedKeys());
            statement.executeUpdate(insert, Statement.NO_GENERATED_KEYS);
            transcript.rows("none", statement.getGeneratedKeys());
            transcript.fails("by index", () -> statement.executeUpdate(insert, new int[] {1}));
            transcript.fails(
                "a column that is not", () -> statement.execute(insert, new String[] {"q"}));
          }
        });
  }

  @Test
  void generated_keys_of_a_batch_are_all_there() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
          }
          try (PreparedStatement statement =
              connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
            addNames(statement, "a", "b", "c");
            transcript.asks("counts", statement::executeBatch);
            transcript.rows("keys", statement.getGeneratedKeys());
          }
          try (PreparedStatement statement =
              connection.prepareStatement(INSERT, new String[] {"id"})) {
            addNames(statement, "d");
            transcript.asks("count", statement::executeLargeBatch);
            transcript.rows("key", statement.getGeneratedKeys());
          }
          transcript.fails(
              "by index", () -> connection.prepareStatement(INSERT, new int[] {1}).close());
        });
  }
}
