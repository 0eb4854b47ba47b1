package io.github.pgbackground.it.feeding;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** The tables that queries join with rows of jobs, and that they write into. */
final class Stock {
  private Stock() {}

  /** Makes {@code stock} with four rows and {@code kept} with none, in place of what was there. */
  static void in(TestDatabase database) throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(
          connection,
          "drop table if exists stock, kept; create table stock(id int primary key, name text);"
              + " insert into stock select g, 'n' || g from generate_series(1, 4) g;"
              + " create table kept(x int, t text)");
    }
  }
}
