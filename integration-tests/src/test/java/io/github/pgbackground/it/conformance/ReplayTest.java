package io.github.pgbackground.it.conformance;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.conformance.recording.Recordings;
import io.github.pgbackground.it.conformance.recording.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replays scenarios made up here, on plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class ReplayTest {
  private static final String NOTHING = "{}";
  private static final String COUNT_0 = "{\"results\": [{\"updateCount\": 0}]}";
  private static final String COUNT_1 = "{\"results\": [{\"updateCount\": 1}]}";

  private final TestDatabase database;

  ReplayTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void statements_have_all_their_results_in_order() throws Exception {
    assertAsRecorded(
        statement(
            "create table t(a int); insert into t values (1); select a from t",
            "{\"results\": [{\"updateCount\": 0}, {\"updateCount\": 1},"
                + " {\"columns\": [[\"a\", \"int4\", 4, \"java.lang.Integer\"]],"
                + " \"rows\": [[\"1\"]]}]}"),
        statement("drop table t", COUNT_0));
  }

  @Test
  void a_step_that_differs_is_reported_by_its_number() throws Exception {
    NavigableMap<Integer, List<String>> differences =
        replay(
            statement("create table t(a int)", COUNT_0),
            statement("insert into t values (1)", COUNT_0),
            statement("drop table t", COUNT_0));
    assertEquals(
        Map.of(
            2,
            List.of(
                "result 1: expected UpdateCount[updateCount=0],"
                    + " but was UpdateCount[updateCount=1]")),
        differences);
  }

  @Test
  void an_error_has_the_fields_of_the_servers_message() throws Exception {
    assertAsRecorded(
        statement(
            "select no_such_column",
            "{\"error\": {\"sqlState\": \"42703\", \"severity\": \"ERROR\","
                + " \"message\": \"column \\\"no_such_column\\\" does not exist\","
                + " \"position\": 8}}"));
  }

  @Test
  void a_warning_has_severity_state_and_message() throws Exception {
    assertAsRecorded(
        statement(
            "do $$ begin raise warning 'careful'; end $$",
            "{\"results\": [{\"updateCount\": 0}], \"warnings\": [\"WARNING 01000 careful\"]}"));
  }

  @Test
  void parameters_are_of_the_types_that_their_letters_say() throws Exception {
    assertAsRecorded(
        "{\"do\": \"prepared\", \"sql\": \"select concat_ws(' ', pg_typeof(?), pg_typeof(?),"
            + " pg_typeof(?), pg_typeof(?), ?::text is null) as t\","
            + " \"params\": [\"i:1\", \"l:2\", \"b:true\", \"d:1.5\", \"n:text\"], \"expect\": "
            + "{\"results\": [{\"columns\": [[\"t\", \"text\", 12, \"java.lang.String\"]],"
            + " \"rows\": [[\"integer bigint boolean double precision t\"]]}]}}");
  }

  @Test
  void a_captured_value_is_filled_into_later_steps() throws Exception {
    assertAsRecorded(
        capturing("select 40 + 2 as a"),
        statement(
            "do $$ begin raise exception 'got ${c}'; end $$",
            "{\"error\": {\"sqlState\": \"P0001\", \"severity\": \"ERROR\","
                + " \"message\": \"got ${c}\","
                + " \"where\": \"PL/pgSQL function inline_code_block line 1 at RAISE\"}}"));
    assertAsRecorded(
        "{\"do\": \"callable\", \"sql\": \"{? = call abs(?)}\", \"params\": [\"o:int\", \"i:-3\"],"
            + " \"capture\": {\"c\": 1}, \"expect\": {}}",
        statement("create table t${c}()", COUNT_0),
        statement("drop table t3", COUNT_0));
  }

  @Test
  void what_needs_a_value_that_was_not_captured_differs() throws Exception {
    NavigableMap<Integer, List<String>> differences =
        replay(
            capturing("select 1 as a"), capturing("select 1 / 0 as a"), statement("${c}", NOTHING));
    String difference = requireNonNull(differences.get(3)).get(0);
    assertTrue(difference.contains("${c} was not captured"), difference);
  }

  @Test
  void control_steps_act_on_the_current_session() throws Exception {
    assertAsRecorded(
        statement("create table t(a int)", COUNT_0),
        control("autocommit off"),
        statement("insert into t values (1)", COUNT_1),
        control("savepoint s"),
        statement("insert into t values (2)", COUNT_1),
        control("rollbackto s"),
        control("session B"),
        statement("insert into t select 3 from t", COUNT_0),
        control("close"),
        control("session A"),
        control("commit"),
        statement("delete from t", COUNT_1),
        control("rollback"),
        statement("delete from t", COUNT_1),
        statement("drop table t", COUNT_0),
        control("commit"),
        control("autocommit on"),
        control("sleep 1"));
  }

  @Test
  void a_control_step_that_throws_differs() throws Exception {
    assertTrue(replay(control("commit")).containsKey(1));
    assertTrue(replay(control("rollbackto nowhere")).containsKey(1));
    assertTrue(replay(control("dance")).containsKey(1));
  }

  @Test
  void a_statement_is_cancelled_or_times_out_as_the_step_says() throws Exception {
    String canceled =
        "\"expect\": {\"error\": {\"sqlState\": \"57014\", \"severity\": \"ERROR\","
            + " \"message\": \"canceling statement due to user request\"}}}";
    assertAsRecorded(
        "{\"do\": \"statement\", \"sql\": \"select pg_sleep(60)\", \"cancelAfterMillis\": 1000, "
            + canceled,
        "{\"do\": \"statement\", \"sql\": \"select pg_sleep(60)\", \"queryTimeout\": 1, "
            + canceled);
  }

  @Test
  void a_step_that_does_not_end_costs_the_rest_of_the_scenario_and_a_bounded_time()
      throws Exception {
    Duration limit = Duration.ofSeconds(2);
    try (Replay replay = new Replay(database::connectPlain, limit)) {
      assertEquals(
          Map.of(
              2, List.of("did not end within PT2S"),
              3, List.of("not done: an earlier step did not end")),
          replay.run(
              scenario(
                  control("session B"),
                  statement("select pg_sleep(5)", NOTHING),
                  control("session A"))));
    }
  }

  @Test
  void a_scenario_whose_extension_cannot_be_installed_differs_in_every_step() throws Exception {
    Scenario scenario =
        new Scenario("s", true, scenario(control("commit"), control("sleep 1")).steps());
    try (Replay replay = new Replay(database::connectPlain)) {
      NavigableMap<Integer, List<String>> differences = replay.run(scenario);
      assertEquals(List.of(1, 2), List.copyOf(differences.keySet()));
      assertTrue(differences.get(2).get(0).contains("pg_background"), differences::toString);
    }
  }

  private void assertAsRecorded(String... steps) throws Exception {
    assertEquals(Map.of(), replay(steps));
  }

  private NavigableMap<Integer, List<String>> replay(String... steps) throws Exception {
    try (Replay replay = new Replay(database::connectPlain)) {
      return replay.run(scenario(steps));
    }
  }

  private static Scenario scenario(String... steps) throws Exception {
    return Recordings.read(
            "[{\"scenario\": \"s\", \"install\": false, \"steps\": ["
                + String.join(", ", steps)
                + "]}]")
        .get(0);
  }

  private static String statement(String sql, String expected) {
    return "{\"do\": \"statement\", \"sql\": \"" + sql + "\", \"expect\": " + expected + "}";
  }

  private static String capturing(String sql) {
    return "{\"do\": \"statement\", \"sql\": \""
        + sql
        + "\", \"capture\": {\"c\": 1}, \"expect\": {\"results\": [{\"columns\":"
        + " [[\"a\", \"int4\", 4, \"java.lang.Integer\"]], \"rows\": [[\"<int4>\"]]}]}}";
  }

  private static String control(String action) {
    return "{\"do\": \"control\", \"action\": \"" + action + "\"}";
  }
}
