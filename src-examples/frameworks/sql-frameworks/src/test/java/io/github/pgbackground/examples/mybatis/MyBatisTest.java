package io.github.pgbackground.examples.mybatis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.examples.ShopContract;
import io.github.pgbackground.examples.Tables;
import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.io.Resources;
import org.apache.ibatis.mapping.StatementType;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MyBatisTest extends ShopContract<RegionTotal> {
  private final SqlSessionFactory sessions;
  private final Shop shop;

  MyBatisTest(TestDatabase database) throws IOException {
    super(database);
    Properties properties = new Properties();
    properties.setProperty("url", database.url());
    try (var configuration = Resources.getResourceAsReader("mybatis.xml")) {
      this.sessions = new SqlSessionFactoryBuilder().build(configuration, properties);
    }
    this.shop = new Shop(sessions);
  }

  @AfterEach
  void close() {
    var pool = (PooledDataSource) sessions.getConfiguration().getEnvironment().getDataSource();
    pool.forceCloseAll();
  }

  @Override
  protected Actions<RegionTotal> actions() {
    return new Actions<>(shop::sell, shop::report, RegionTotal::new);
  }

  @Test
  void each_launch_of_a_text_is_a_job_of_its_own() {
    try (SqlSession session = sessions.openSession()) {
      SaleMapper sales = session.getMapper(SaleMapper.class);
      assertNotEquals(sales.launch("SELECT 1"), sales.launch("SELECT 1"));
    }
  }

  /** Statements that the shop does not need. */
  interface MoreStatements {
    @Update("{call pg_background_detach(#{handle})}")
    @Options(statementType = StatementType.CALLABLE)
    void detach(int handle);

    @Select(
        "SELECT * FROM pg_background_result(pg_background_launch("
            + "'SELECT generate_series(1, 10000)')) AS (n int)")
    @Options(fetchSize = 100)
    Cursor<Integer> numbers();
  }

  @Test
  void a_call_detaches_a_job() {
    sessions.getConfiguration().addMapper(MoreStatements.class);
    try (SqlSession session = sessions.openSession()) {
      SaleMapper sales = session.getMapper(SaleMapper.class);
      int handle = sales.launch("SELECT 'north', 1");
      session.getMapper(MoreStatements.class).detach(handle);
      assertThrows(PersistenceException.class, () -> sales.report(handle));
    }
  }

  @Test
  void a_cursor_reads_a_large_result_in_pieces() throws IOException {
    sessions.getConfiguration().addMapper(MoreStatements.class);
    try (SqlSession session = sessions.openSession();
        Cursor<Integer> numbers = session.getMapper(MoreStatements.class).numbers()) {
      long sum = 0;
      for (int number : numbers) {
        sum += number;
      }
      assertEquals(50_005_000, sum);
    }
  }

  @Test
  void a_batch_is_stored() throws SQLException {
    try (SqlSession session = sessions.openSession(ExecutorType.BATCH)) {
      SaleMapper sales = session.getMapper(SaleMapper.class);
      sales.add("north", BigDecimal.ONE);
      sales.add("south", BigDecimal.TEN);
      session.commit();
    }
    assertEquals(List.of("north 1.00", "south 10.00"), Tables.content(database));
  }
}
