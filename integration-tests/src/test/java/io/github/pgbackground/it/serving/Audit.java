package io.github.pgbackground.it.serving;

import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A table that jobs write into, whatever becomes of their caller's transaction. */
final class Audit implements AutoCloseable {
  static final String AUDIT =
      "select * from pg_background_result(pg_background_launch('insert into audit values (1)')) as"
          + " (tag text)";

  static final String FAILING =
      "select * from pg_background_result(pg_background_launch('select 1 / 0')) as (n int)";

  private final TestDatabase database;

  private Audit(TestDatabase database) {
    this.database = database;
  }

  static Audit in(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, "create table audit (n int)");
    }
    return new Audit(database);
  }

  /** How many rows others see. */
  int count() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      return Integer.parseInt(String.valueOf(Sql.value(connection, "select count(*) from audit")));
    }
  }

  /** What is known of the transaction of a session. */
  static TransactionState state(Connection connection) throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState();
  }

  @Override
  public void close() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, "drop table audit");
    }
  }
}
