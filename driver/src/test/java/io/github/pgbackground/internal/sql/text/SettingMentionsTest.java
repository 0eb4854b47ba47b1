package io.github.pgbackground.internal.sql.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingMentionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "set my.x = 1",
        "SET my.x TO 'a'",
        "set session my.x = 1",
        "set local my.x = 1",
        "set /* a */ local -- b\n my . x = 1",
        "set \"my\".\"x\" = 1",
        "select 1; set my.x = default",
        "do $$ begin set local my.x = 1; end $$",
        "select set_config('my.x', 'a', false)",
        "select pg_catalog . set_config ( 'my.x' , $1, true)",
        "select set_config(E'my.x', 'a', false)",
        "select set_config(setting_name => 'my.x', new_value => 'a', is_local => true)",
        "do 'begin perform set_config(''my.x'', ''a'', true); end'",
        "create function f() returns void language sql set my.x = 1 as ''",
      })
  void a_custom_setting_that_a_text_sets_is_found(String sql) {
    assertEquals(Set.of("my.x"), SettingMentions.in(sql).names());
    assertFalse(SettingMentions.in(sql).computed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "set",
        "set x = 1",
        "set local x to 1",
        "select my.x from my",
        "reset my.x",
        "offset my.x",
        "select t.set_configured('my.x')",
        "select 'set'",
        "update t set a = t.b",
        "alter table t set (my.x = 1)",
        "select set_config('work_mem', 'a.b', false)",
        "set my.'x'",
        "set my.",
        "set my..x = 1",
      })
  void nothing_else_is_found(String sql) {
    assertEquals(new SettingMentions(Set.of(), false), SettingMentions.in(sql));
  }

  @Test
  void names_of_several_settings_are_found() {
    assertEquals(
        Set.of("a.b", "c.d.e", "my.Äx"),
        SettingMentions.in("set a.b=1;set c.d.e to 2; select set_config('my.Äx','',true)").names());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select set_config(?, 'a', false), 'my.x'",
        "select set_config(n, 'a', false) from unnest(array['my.x']) n",
        "select set_config('my.' || 'y', 'a', false), 'my.x'",
        "do 'declare n text := ''my.x''; begin perform set_config(n, ''a'', true); end'",
      })
  void all_that_looks_like_a_name_is_found_where_the_name_is_computed(String sql) {
    SettingMentions mentions = SettingMentions.in(sql);
    assertTrue(mentions.computed());
    assertTrue(mentions.names().contains("my.x"), () -> mentions.toString());
  }
}
