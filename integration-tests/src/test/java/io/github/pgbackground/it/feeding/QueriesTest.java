package io.github.pgbackground.it.feeding;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any query over the rows of known handles. */
@ExtendWith(PostgresExtension.class)
class QueriesTest {
  private static final List<String> QUERIES =
      List.of(
          "select * from @letters as (x int, t text) where x > 2",
          "select * from @letters as (x int, t text) order by x desc limit 2 offset 1",
          "select * from @letters as (x int, t text) fetch first 2 rows only",
          "select count(*), sum(x), max(t) from @letters r(x int, t text)",
          "select x % 2, array_agg(t order by t) from @letters r(x int, t text) group by 1 having"
              + " count(*) > 2",
          "select distinct x / 3 from @letters as (x int, t text) order by 1",
          "select t, row_number() over (order by x desc) from @letters as (x int, t text) order by 1",
          "select x + 1 as next, upper(t) \"T\" from @letters as (x int, t text)",
          "select 1 from @letters as (x int, t text)",
          "select from @letters as (x int, t text)",
          "select a.t, s.name from @letters a(x int, t text) join stock s on s.id = a.x order by 1",
          "select s.name, a.t from stock s left join @letters a(x int, t text) on a.x = s.id + 3"
              + " order by 1",
          "select s.name, a from stock s left join @letters a(x int, t text) on a.x = s.id + 3 order"
              + " by 1",
          "select * from @letters a(x int, t text) natural join @halves b(x int, y numeric) order by"
              + " x",
          "select x, t, y from @letters a(x int, t text) join @halves b(x int, y numeric) using (x)"
              + " order by x",
          "select * from @letters a(x int, t text), @halves b(x int, y numeric) where a.x = b.x order"
              + " by 1",
          "select * from (@letters a(x int, t text) cross join @nothing b(y int))",
          "select * from (select x from @letters as (x int, t text) where t > 'b') s order by x",
          "with r as (select * from @letters as (x int, t text)) select x, x * x from r union all"
              + " select 0, 0 order by 1",
          "with r(n) as materialized (select x from @letters as (x int, t text)) select a.n, b.n from"
              + " r a join r b on a.n = b.n + 1 order by 1",
          "with recursive n(x) as (select x from @nothing as (x int) union all select x + 1 from n)"
              + " select * from n",
          "select x from @halves as (x int, y numeric) union select x from @letters as (x int, t"
              + " text) order by 1",
          "select x from @letters as (x int, t text) except select x from @halves as (x int, y"
              + " numeric) order by 1",
          "(select x from @letters as (x int, t text) order by x limit 1)",
          "values ((select max(x) from @letters as (x int, t text)), 'max')",
          "select exists (select from @nothing as (x int)) as any_row",
          "select (select t from @letters as (x int, t text) where x = 3) as third",
          "select name, (select t from @letters as (x int, t text) where x = stock.id) from stock"
              + " order by 1",
          "select count(*) from stock where id in (select x from @halves as (x int, y numeric))",
          "select id from stock where not exists (select from @halves as (x int, y numeric) where x ="
              + " id) order by 1",
          "select array(select t from @letters as (x int, t text) order by x desc)",
          "select s.id, r.y from stock s, lateral (select y from @halves as (x int, y numeric) where"
              + " x = s.id) r order by 1",
          "select * from lateral @halves as (x int, y numeric)",
          "select * from rows from (@halves as (x int, y numeric), generate_series(1, 4)) as z",
          "select * from rows from (generate_series(1, 4), @halves as (x int, y numeric)) with"
              + " ordinality as z(a, b, c, n)",
          "select r from @letters as r(x int, t text)",
          "select r from @nothing as r(x int)",
          "select r, r.*, row_to_json(r), r is null from @letters as r(x int, t text)",
          "select r from (select 1) one left join @letters as r(x int, t text) on false",
          "select pg_background_result.x from @letters as (x int, t text)",
          "select pg_background_result from @nothing as (x int) right join stock on true",
          "select count(r) from @letters as r(x int, t text)",
          "select coalesce(t, 'none') from stock left join @letters as r(x int, t text) on x = id +"
              + " 2 order by 1",
          "select \"R\".\"The X\" from @letters as \"R\"(\"The X\" int, \"select\" text) order by 1",
          "select x from @letters as r(x int, t text collate \"C\") order by t desc",
          "select 'it''s ? and $1' || x from @halves as r(x int, y numeric) -- ? ' \n where x > /* ?"
              + " */ 3",
          "select x from @letters as (x int, t text) where '{\"a\": 1}'::jsonb ? 'a' and x < 3",
          "select x from @letters as (x int, t text), stock where x = id order by 1 for update of"
              + " stock",
          "select x, id from @letters as (x int, t text) join stock on x = id order by 1 for update",
          "select x into temp table copied from @letters as (x int, t text)",
          "create temp table copied as select * from @halves as (x int, y numeric) with data",
          "create temp table copied (a, b) on commit drop as select * from @halves as (x int, y"
              + " numeric)",
          "insert into kept select * from @letters as (x int, t text)",
          "insert into kept (t) select t from @letters as (x int, t text) where x = 2 returning *",
          "insert into stock select x, t from @letters as (x int, t text) on conflict (id) do update"
              + " set name = excluded.name || '!' returning id, name",
          "with d as (delete from stock using @halves as r(x int, y numeric) where id = x returning"
              + " id) select * from d order by 1",
          "update stock set name = t from @letters as r(x int, t text) where id = x and x > 2"
              + " returning id, name, r",
          "delete from stock using @letters r(x int, t text) where r.x = id",
          "insert into kept values ((select count(*) from @letters as (x int, t text)), 'five')");

  private static final List<String> WRONG =
      List.of(
          "select nosuch from @letters as (x int, t text) where x > 1",
          "select /* \uD83D\uDE00 */ x from @letters as (x int, t text) where y = 1",
          "select x from @letters as (x int, t text), @halves as r(x int, y numeric)",
          "select x from @letters as (x int, t text), @halves as (y int, z numeric)",
          "select x from @letters as (x int, x text) where x = 1",
          "select x from @letters as (x nosuchtype, t text) where x = 1",
          "select x from @letters as r(x int, t text) with ordinality",
          "select x from @letters as r(x int, t text) where x = 1 for update of r",
          "select x from @letters as r(x int, t text) tablesample system (1)",
          "select r.ctid from @letters as r(x int, t text) where x = 1",
          "select x from @letters as (x int, t text) where x = $1",
          "select x from @letters as (x int, t text) group by t",
          "select x / (x - x) from @letters as (x int, t text) where t > ''",
          "insert into nosuch select x from @letters as (x int, t text)",
          "insert into stock select x, t from @letters as (x int, t text)",
          "select x from @letters as (x int, t text) where x in (selec 1)",
          "select max(x) from @letters as (x int, t text) where max(x) = 1");

  private final TestDatabase database;

  QueriesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() throws SQLException {
    Stock.in(database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "extendedForPrepared", "simple"})
  void a_query_over_rows_of_ours_is_the_servers(String preferQueryMode) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", preferQueryMode);
    sameAsOnServer(
        database,
        properties,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          for (String sql : QUERIES) {
            try (Statement statement = connection.createStatement()) {
              if (statement.execute(Handles.in(sql, connection))) {
                transcript.rows(sql, statement.getResultSet());
              }
              transcript.asks(sql, statement::getUpdateCount);
              transcript.asks(sql, statement::getMoreResults);
              transcript.rows(sql, statement.executeQuery("select * from kept order by 1, 2"));
              transcript.rows(sql, statement.executeQuery("select * from stock order by 1"));
            }
            connection.rollback();
          }
        });
  }

  @Test
  void what_is_wrong_with_a_statement_is_said_by_the_server() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("set pg_background.max_workers = 1000");
          }
          for (String sql : WRONG) {
            String text = Handles.in(sql, connection);
            try (Statement statement = connection.createStatement()) {
              transcript.fails(sql, () -> statement.execute(text));
            }
          }
        });
  }
}
