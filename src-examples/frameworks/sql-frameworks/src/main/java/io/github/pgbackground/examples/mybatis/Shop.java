package io.github.pgbackground.examples.mybatis;

import java.math.BigDecimal;
import java.util.List;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;

/** A shop that has its reports made by workers, and its audit rows written by them. */
public final class Shop {
  private final SqlSessionFactory sessions;

  /** With the mapper of mybatis.xml. */
  public Shop(SqlSessionFactory sessions) {
    this.sessions = sessions;
  }

  /** Launches a report and reads it: in one session of MyBatis's, which is one connection. */
  public List<RegionTotal> report() {
    try (SqlSession session = sessions.openSession()) {
      SaleMapper sales = session.getMapper(SaleMapper.class);
      int handle = sales.launch("SELECT region, sum(total) FROM sale GROUP BY 1 ORDER BY 1");
      return sales.report(handle);
    }
  }

  /** Sells; where that is refused, the audit row stays, for a worker has committed it. */
  public void sell(String region, BigDecimal total) {
    try (SqlSession session = sessions.openSession()) {
      SaleMapper sales = session.getMapper(SaleMapper.class);
      sales.add(region, total);
      sales.note("to sell in " + region);
      if (total.signum() < 0) {
        throw new IllegalArgumentException("less than nothing");
      }
      session.commit();
    }
  }
}
