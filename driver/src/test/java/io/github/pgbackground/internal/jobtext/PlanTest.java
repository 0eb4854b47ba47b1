package io.github.pgbackground.internal.jobtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTest {

  private static Plan.Output output(String sql) {
    return assertInstanceOf(Plan.Sent.class, Plan.of(sql, true, true)).output();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "values (1)",
        "(select 1) union select 2",
        "with one as (select 1) table one",
        "create table t (); select 1",
        "insert into t values (1) returning *",
        "fetch all from c",
        "select $1::int"
      })
  void rows_that_may_be_many_are_read_as_they_come(String sql) {
    assertEquals(Plan.Output.LIVE, output(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain select 1",
        "select 1; explain select 1",
        "show all",
        "call p()",
        "vacuum",
        "select 1; analyze",
        "insert into t values (1); delete from t"
      })
  void those_that_a_text_does_not_show_are_read_at_the_end(String sql) {
    assertEquals(Plan.Output.AT_END, output(sql));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";; -- 1"})
  void a_text_without_statements_has_none(String sql) {
    assertEquals(new Plan.Sent(0, Plan.Output.NONE), Plan.of(sql, true, true));
  }

  @Test
  void rows_that_nobody_can_read_are_nobodys() {
    assertEquals(new Plan.Sent(2, Plan.Output.NONE), Plan.of("select 1; table t", true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy t from stdin",
        "copy (select 1) to stdout",
        "select 1; COPY t TO STDOUT csv"
      })
  void rows_copied_from_or_to_the_client_are_refused(String sql) {
    assertInstanceOf(Plan.Refused.class, Plan.of(sql, true, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy (select stdout, x from t) to '/tmp/f'",
        "copy (select * from stdin) to '/tmp/f'",
        "copy t (stdin) from program 'cat'"
      })
  void columns_may_have_the_clients_names(String sql) {
    assertInstanceOf(Plan.Sent.class, Plan.of(sql, true, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin", "select 1; commit", "savepoint s", "prepare transaction 'x'"})
  void transaction_control_is_refused(String sql) {
    assertInstanceOf(Plan.Refused.class, Plan.of(sql, true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prepare transaction as select 1", "prepare transaction (int) as select $1"})
  void a_prepared_statement_may_have_the_name_transaction(String sql) {
    assertEquals(Plan.Output.AT_END, output(sql));
  }

  @Test
  void what_a_background_process_may_not_listen_to_is_refused() {
    assertInstanceOf(Plan.Refused.class, Plan.of("select 1; Listen c", true, true));
    assertInstanceOf(Plan.Sent.class, Plan.of("unlisten c", true, true));
  }
}
