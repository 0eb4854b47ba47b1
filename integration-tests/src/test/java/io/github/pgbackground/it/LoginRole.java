package io.github.pgbackground.it;

import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** A role that a test logs in as; on close it is dropped, when its last connection has ended. */
public final class LoginRole implements AutoCloseable {
  private final TestDatabase database;
  private final Connection owner;
  private final String name;

  private LoginRole(TestDatabase database, Connection owner, String name) {
    this.database = database;
    this.owner = owner;
    this.name = name;
  }

  /** Makes it, with options of {@code CREATE ROLE … LOGIN}. */
  public static LoginRole in(TestDatabase database, String name, String options)
      throws SQLException {
    Connection owner = database.connectPlain();
    Sql.execute(owner, "drop role if exists " + name);
    Sql.execute(owner, "create role " + name + " login " + options);
    return new LoginRole(database, owner, name);
  }

  /** Its URL for the driver under test. It has a query already: append {@code &name=value}. */
  public String url() {
    return database.url().replaceFirst("user=[^&]*", "user=" + name);
  }

  public void alter(String options) throws SQLException {
    Sql.execute(owner, "alter role " + name + " " + options);
  }

  @Override
  public void close() throws Exception {
    String connections = "select count(*) from pg_stat_activity where usename = '" + name + "'";
    Await.until(
        "the connections of " + name + " are gone",
        () -> "0".equals(Sql.value(owner, connections)));
    Sql.execute(owner, "drop role " + name);
    owner.close();
  }
}
