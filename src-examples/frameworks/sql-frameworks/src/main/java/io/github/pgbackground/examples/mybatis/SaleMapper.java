package io.github.pgbackground.examples.mybatis;

import java.math.BigDecimal;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;

/** The statements of the shop. */
public interface SaleMapper {
  /** Launches any SQL, and returns the handle. */
  @Select("SELECT pg_background_launch(#{sql})")
  int launch(String sql);

  /** Waits for the report that was launched in this session, and reads it. */
  @Select("SELECT * FROM pg_background_result(#{handle}) AS (region text, total numeric)")
  List<RegionTotal> report(int handle);

  /** Has a worker write an audit row, and waits until it is committed. */
  @Select(
      """
      SELECT * FROM pg_background_result(pg_background_launch(
        format('INSERT INTO audit VALUES (%L)', #{what}::text))) AS (result text)
      """)
  String note(String what);

  /** Stores a sale. */
  @Insert("INSERT INTO sale (region, total) VALUES (#{region}, #{total})")
  void add(@Param("region") String region, @Param("total") BigDecimal total);
}
