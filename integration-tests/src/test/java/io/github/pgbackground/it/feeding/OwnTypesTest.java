package io.github.pgbackground.it.feeding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import io.github.pgbackground.it.transparency.Comparison;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that say themselves what their rows are, in any query. */
@ExtendWith(PostgresExtension.class)
class OwnTypesTest {
  private static final List<String> QUERIES =
      List.of(
          "select max_workers + 1 from pg_background_stats_v2()",
          "select s.workers_active as a, s.* from pg_background_stats_v2() as s where s.max_workers"
              + " > 1",
          "select a, b, max_workers from pg_background_stats_v2() s(a, b) where a = 0",
          "select s.* from public.pg_background_stats_v2() \"s\" group by 1, 2, 3, 4, 5, 6, 7",
          "select * from pg_background_stats_v2() with ordinality",
          "select n, g from pg_background_stats_v2() with ordinality as s(a, b, c, d, e, f, g, n)",
          "select pg_background_stats_v2.max_workers, g from pg_background_stats_v2(),"
              + " generate_series(1, 2) g order by g",
          "select * from generate_series(1, 2) g, pg_background_stats_v2() where g > 1",
          "select * from generate_series(1, 2) g, lateral pg_background_stats_v2() where g > 1",
          "select s.max_workers, p.* from pg_background_stats_v2() s left join"
              + " pg_background_get_progress_v2(1, 2) p on true",
          "select max_workers from pg_background_stats_v2() s join generate_series(1, 16) g on g ="
              + " s.max_workers and s.max_workers is not distinct from g",
          "select p is null, p.progress_pct is null from pg_background_get_progress_v2(1,"
              + " 9223372036854775807) as p",
          "select p.* from pg_background_get_progress_v2(1 + 1, abs(2)) as p where true",
          "select progress_msg, 1 from pg_background_get_progress_v2(null, 2)",
          "select (select max_workers from public.pg_background_stats_v2()) as most",
          "with s as (select * from pg_background_stats_v2()) select max_workers from s union all"
              + " select 1 order by 1",
          "select max_workers from (select * from pg_background_stats_v2()) s limit 1",
          "select * from rows from (pg_background_stats_v2(), generate_series(1, 2)) as z",
          "select * from rows from (generate_series(1, 2), pg_background_get_progress_v2(1, 2)) with"
              + " ordinality as z(a, b, c, n)",
          "select exists (select from pg_background_get_progress_v2(1, 2) where progress_pct > 0)",
          "select row_to_json(s)::text, count(*) from pg_background_stats_v2() s group by 1",
          "select max_workers from pg_background_stats_v2() for update",
          "select 16 in (select max_workers from pg_background_stats_v2())",
          "insert into kept select max_workers from pg_background_stats_v2() returning *",
          "create temp table made on commit drop as select * from pg_background_stats_v2() where"
              + " true",
          "update kept set n = s.max_workers from pg_background_stats_v2() s where n > 0",
          "delete from kept using pg_background_stats_v2() s where s.max_workers > n");

  private static final List<String> WRONG =
      List.of(
          "select nosuch from pg_background_stats_v2() where true",
          "select 1 from pg_background_stats_v2() s(a, b, c, d, e, f, g, h) where true",
          "select a.max_workers from pg_background_stats_v2() s where true",
          "select max_workers from pg_background_stats_v2() s, pg_background_stats_v2() s",
          "select max_workers from pg_background_stats_v2() a, pg_background_stats_v2() b",
          "select 1 from pg_background_get_progress_v2('x', 1) p where true",
          "select 1 from pg_background_get_progress_v2(1, '1'::text) p where true",
          "select 1 / (max_workers - 16) from pg_background_stats_v2()",
          "insert into nosuch select max_workers from pg_background_stats_v2()");

  private final TestDatabase database;

  OwnTypesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void imitate() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(
          connection,
          OwnTypes.REMOVAL
              + OwnTypes.IMITATION
              + "drop table if exists kept; create table kept (n int)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "extendedForPrepared", "simple"})
  void a_query_over_them_is_the_servers(String preferQueryMode) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", preferQueryMode);
    Comparison.sameAsPgjdbc(
        database,
        properties,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          for (String sql : QUERIES) {
            try (Statement statement = connection.createStatement()) {
              statement.execute("insert into kept values (1)");
              if (statement.execute(sql)) {
                transcript.rows(sql, statement.getResultSet());
              }
              transcript.asks(sql, statement::getUpdateCount);
              transcript.rows(sql, statement.executeQuery("select * from kept order by 1"));
            }
            connection.rollback();
          }
        });
  }

  @Test
  void what_is_wrong_with_a_query_over_them_is_said_by_the_server() throws Exception {
    Comparison.sameAsPgjdbc(
        database,
        new Properties(),
        (connection, transcript) -> {
          for (String sql : WRONG) {
            try (Statement statement = connection.createStatement()) {
              transcript.fails(sql, () -> statement.execute(sql));
            }
          }
        });
  }

  @Test
  void a_prepared_query_over_them_takes_parameters_on_all_sides() throws Exception {
    Comparison.sameAsPgjdbc(
        database,
        new Properties(),
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select ?::int as a, p.*, s.max_workers - ? as left_over from"
                      + " pg_background_get_progress_v2(?, ?) p, pg_background_stats_v2() s where"
                      + " s.max_workers > ?")) {
            transcript.asks("columns", () -> statement.getMetaData().getColumnCount());
            for (int i = 0; i < 8; i++) {
              statement.setInt(1, i);
              statement.setInt(2, 4);
              statement.setInt(3, 1);
              statement.setLong(4, Long.MAX_VALUE);
              statement.setInt(5, i < 6 ? 1 : 100);
              transcript.rows("run " + i, statement.executeQuery());
            }
          }
        });
  }

  @Test
  void what_a_job_says_of_itself_reaches_any_query() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int pid;
      long cookie;
      try (ResultSet handle =
          statement.executeQuery(
              "select * from pg_background_launch_v2("
                  + "'select pg_background_progress(40 + 2, ''Halfway'')')")) {
        handle.next();
        pid = handle.getInt("pid");
        cookie = handle.getLong("cookie");
      }
      Sql.value(connection, "select pg_background_wait_v2(" + pid + ", " + cookie + ")");
      assertEquals(
          List.of("42|halfway|1|16"),
          Sql.rows(
              connection,
              "select p.progress_pct, lower(p.progress_msg), s.workers_active, s.max_workers from"
                  + " pg_background_get_progress_v2("
                  + pid
                  + ", "
                  + cookie
                  + ") p, pg_background_stats_v2() s where s.workers_launched = 1"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into kept select pid from pg_background_launch_v2(JOB)",
        "create temp table jobs as select h.*, now() as at from pg_background_submit_v2(JOB) h",
        "with h as (select * from pg_background_launch_v2(JOB)) select pid + 0, cookie from h",
        "select p + 0 from pg_background_launch('insert into kept ' || format('values (%s)', 1), 0)"
            + " as p where p > 0",
      })
  void a_launch_that_is_certain_happens_once_for_the_rest_of_the_query(String sql)
      throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, sql.replace("JOB", "'insert into kept values (1)'"));
      Await.until(
          "the job has run",
          () -> "1".equals(Sql.value(connection, "select count(*) from kept where n = 1")));
      assertEquals(
          "1",
          Sql.value(
              connection, "select workers_launched + 0 as n from pg_background_stats_v2() as s"));
    }
  }
}
