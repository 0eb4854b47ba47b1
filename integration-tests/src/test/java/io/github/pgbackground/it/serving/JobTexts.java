package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Runs texts as jobs over a schema of their own and looks at what comes of them. Where a job has no
 * rows that is its command tags, several of them separated by slashes.
 */
final class JobTexts implements AutoCloseable {
  private final Connection connection;

  private JobTexts(Connection connection) {
    this.connection = connection;
  }

  static JobTexts in(TestDatabase database) throws SQLException {
    JobTexts texts = new JobTexts(database.connect());
    texts.makeSchema();
    return texts;
  }

  /** The session that launches the jobs. */
  Connection connection() {
    return connection;
  }

  private void makeSchema() throws SQLException {
    Sql.execute(
        connection,
        """
        create schema work;
        create table work.t (id int primary key, v text);
        insert into work.t values (1, 'a'), (2, 'b');
        create materialized view work.m as select 1 as one;
        create procedure work.commits_nothing() language sql as 'select 1';
        create procedure work.commits(inout n int) language plpgsql as $$ begin
          insert into work.t values (100, 'kept'); commit; n := n + 1; end $$;
        create procedure work.commits_and_fails() language plpgsql as $$ begin
          insert into work.t values (100, 'kept'); commit;
          insert into work.t values (101, 'lost'); raise exception 'too bad'; end $$;
        set search_path = work, public;
        """);
  }

  private void dropSchema() throws SQLException {
    Sql.execute(
        connection,
        "set client_min_messages = warning; drop schema work cascade; reset client_min_messages");
  }

  /** What is to be seen of a job. */
  @FunctionalInterface
  interface Check {
    void check(String job, String expected) throws SQLException;
  }

  /** Checks each line of a table, a job and what comes of it, with everything as at first. */
  void each(String table, Check check) {
    List<Executable> checks = new ArrayList<>();
    for (String line : table.lines().toList()) {
      int arrow = line.lastIndexOf("->");
      String job = line.substring(0, arrow).strip();
      String expected = line.substring(arrow + 2).strip();
      checks.add(
          () -> {
            dropSchema();
            makeSchema();
            check.check(job, expected);
          });
    }
    assertAll(checks);
  }

  /** The job's rows, or its command tags. */
  List<String> run(String job) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_background_result(pg_background_launch(?))")) {
      statement.setString(1, job);
      return Sql.rows(statement.executeQuery()).stream()
          .map(row -> row.substring(1, row.length() - 1).replace("\"", ""))
          .toList();
    }
  }

  /** The error that the job ends with. */
  ServerErrorMessage error(String sqlState, String job) {
    return Sql.error(sqlState, () -> run(job));
  }

  /** Fails unless the job's rows or command tags are these. */
  void assertGives(String job, String expected) throws SQLException {
    assertEquals(expected, String.join(" / ", run(job)), job);
  }

  @Override
  public void close() throws SQLException {
    dropSchema();
    connection.close();
  }
}
