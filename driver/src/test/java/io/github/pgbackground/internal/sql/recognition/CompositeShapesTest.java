package io.github.pgbackground.internal.sql.recognition;

import static io.github.pgbackground.internal.sql.recognition.Shortened.firstWord;
import static io.github.pgbackground.internal.sql.recognition.Shortened.recognised;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ways to take a composite value apart can be served, and what is read from them. */
class CompositeShapesTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select launch_v2('a')                       → select launch_v2('a', -) pg_background_launch_v2
          select launch_v2('a'), detach(1)            → select launch_v2('a', -) pg_background_launch_v2, detach(1) pg_background_detach
          select (launch_v2('a')).pid                 → select launch_v2('a', -).0 pid
          select ((launch_v2('a'))).pid               → bridged pg_background_launch_v2
          select (launch_v2('a')).cookie as c, (stats_v2()).max_workers m → select launch_v2('a', -).1 c, stats_v2().6 m
          select (launch_v2(?)).*                     → select launch_v2(?1, -).0 pid, launch_v2(?1, -).1 cookie
          select (launch_v2('a')).nosuch              → bridged pg_background_launch_v2
          select (launch('a')).pid                    → bridged pg_background_launch
          select (launch_v2('a')).* as h              → bridged pg_background_launch_v2
          """)
  void a_composite_value_may_be_taken_apart(String sql, String expected) {
    assertEquals(expected, recognised(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select (h).pid, (h).cookie from (select launch_v2('a', 5) as h) s → it.0 pid, it.1 cookie from (select launch_v2('a', 5))
          select (s.h).pid p, s.h, h c from (select launch_v2('a') h) as s  → it.0 p, it h, it c from (select launch_v2('a', -))
          select * from (select launch_v2('a') as h) s                      → it h from (select launch_v2('a', -))
          select s.*, (h).* from (select launch_v2('a') as h) s             → it h, it.0 pid, it.1 cookie from (select launch_v2('a', -))
          select pid from (select all launch('a') as pid) s                 → it pid from (select launch('a', -))
          select pid from (select launch('a')) s(pid)                       → it pid from (select launch('a', -))
          select pg_background_launch from (select launch('a')) s           → it pg_background_launch from (select launch('a', -))
          """)
  void a_subquery_of_one_call_is_served(String sql, String expected) {
    assertEquals(expected, recognised(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select s from (select launch_v2('a') as h) s",
        "select (s).h from (select launch_v2('a') as h) s",
        "select (h).nosuch from (select launch_v2('a') as h) s",
        "select t.h from (select launch_v2('a') as h) s",
        "select h.pid from (select launch_v2('a') as h) s",
        "select * from (select launch_v2('a') as h)",
        "select * from (select launch_v2('a') as h limit 1) s",
        "select * from (select launch_v2('a') as h) s limit 1",
        "select * from (select launch_v2('a') as h, 1) s",
        "select * from (select distinct launch_v2('a')) s",
        "select * from (select result(1)) s",
        "select * from (select launch('a')) s(a int)",
        "select * from (select launch('a')) s(a, b)",
        "select * from (launch('a')) s",
        "select 1 from (select launch('a')) s",
      })
  void a_subquery_with_anything_more_is_not_served(String sql) {
    assertEquals("bridged", firstWord(recognised(sql)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select * from launch_v2('a')           → * from launch_v2('a', -) -() tail
          select h.pid, cookie from launch_v2('a') h → h.pid=pid, cookie=cookie from launch_v2('a', -) h() tail h
          select h from launch_v2('a') h         → h=h from launch_v2('a', -) h() tail h
          select (h).pid p, (h).* from launch_v2('a') h → (h).pid=p, (h).* from launch_v2('a', -) h() tail h
          select p from launch_v2('a') as h(p)   → p=p from launch_v2('a', -) h(p) tail as h(p)
          """)
  void a_composite_value_may_be_a_row(String sql, String expected) {
    assertEquals(expected, recognised(sql));
  }
}
