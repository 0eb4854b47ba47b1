package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.internal.sql.ExtensionCommand;
import io.github.pgbackground.internal.sql.ExtensionCommand.Create;
import io.github.pgbackground.internal.sql.ExtensionCommand.Drop;
import io.github.pgbackground.internal.sql.ExtensionCommand.SetSchema;
import io.github.pgbackground.internal.sql.ExtensionCommand.Update;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements about the extension itself. */
class ExtensionsTest {

  private static Script script(String sql) {
    return Objects.requireNonNull(Recognitions.of(sql, true, ParameterStyle.NONE), sql);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("create extension pg_background", new Create(false, null, null)),
        Arguments.of(
            "CREATE EXTENSION IF NOT EXISTS Pg_Background WITH VERSION '1.8' SCHEMA Tools CASCADE",
            new Create(true, "tools", "1.8")),
        Arguments.of(
            "create extension \"pg_background\" schema \"A \"\"b\"\"\" version latest",
            new Create(false, "A \"b\"", "latest")),
        Arguments.of(
            "create extension pg_background cascade version $v$it's$v$",
            new Create(false, null, "it's")),
        Arguments.of("drop extension pg_background", new Drop(false, List.of(), false)),
        Arguments.of(
            "drop extension if exists hstore, pg_background, \"x y\" cascade",
            new Drop(true, List.of("hstore", "\"x y\""), true)),
        Arguments.of("drop extension pg_background restrict", new Drop(false, List.of(), false)),
        Arguments.of("alter extension pg_background update", new Update(null)),
        Arguments.of("alter extension pg_background update to '1.9'", new Update("1.9")),
        Arguments.of("alter extension pg_background set schema public", new SetSchema("public")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void are_read_with_all_their_options(String sql, ExtensionCommand command) {
    Script script = script("select 1; /* a */ " + sql + " ; select 2");
    assertEquals(3, script.parts().size());
    Part.Extension part = assertInstanceOf(Part.Extension.class, script.parts().get(1));
    assertEquals(command, part.command());
    assertEquals(sql, script.text(part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create extension pg_background2",
        "create extension \"PG_BACKGROUND\"",
        "create extension pg_background schema a schema b",
        "create extension pg_background cascade cascade",
        "create extension pg_background version 1.8",
        "create extension pg_background from '1.0'",
        "create extension if exists pg_background",
        "create extension pg_background schema",
        "drop extension if not exists pg_background",
        "drop extension pg_background,",
        "drop extension pg_background cascade restrict",
        "drop extension hstore",
        "alter extension pg_background",
        "alter extension pg_background update to",
        "alter extension pg_background set schema",
        "alter extension pg_background add table pg_background",
        "comment on extension pg_background is 'x'",
      })
  void of_another_name_or_form_are_the_servers(String sql) {
    assertNull(Recognitions.of(sql, true, ParameterStyle.NONE));
  }

  @Test
  void the_older_name_of_a_parameter_is_changed_where_it_names_one() {
    String sql =
        "select user_name, grant_pg_background_privileges(print_commands => true, USER_NAME => 'a'),"
            + " f(user_name => 1), revoke_pg_background_privileges(\"user_name\" := g(user_name"
            + " => 2)) from t";
    Part.Respelled part = assertInstanceOf(Part.Respelled.class, script(sql).parts().get(0));
    assertEquals(
        "select user_name, grant_pg_background_privileges(print_commands => true, role_name => 'a'),"
            + " f(user_name => 1), revoke_pg_background_privileges(\"role_name\" := g(user_name"
            + " => 2)) from t",
        part.text());
    assertEquals(sql.length(), part.text().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select grant_pg_background_privileges('a', true)",
        "select grant_pg_background_privileges(role_name => 'a')",
        "select grant_pg_background_privileges(user_name)from t",
        "create function f() returns bool language sql as"
            + " 'select grant_pg_background_privileges(user_name => 1)'",
      })
  void a_call_without_the_older_name_goes_to_the_server_as_it_stands(String sql) {
    assertNull(Recognitions.of(sql, true, ParameterStyle.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant execute on function pg_background_launch(text, int) to app",
        "GRANT ALL PRIVILEGES ON ROUTINE f(int), Public.\"pg_background_result\" TO app WITH GRANT OPTION",
        "revoke grant option for execute on function pg_background_list_v2() from a, b cascade",
        "grant execute on all functions in schema a, public to app",
        "Revoke all on all routines in schema public from public",
      })
  void grants_of_its_functions_are_parts_of_their_own(String sql) {
    Script script = script(" " + sql + "; select 2");
    assertEquals(sql, script.text(assertInstanceOf(Part.Granting.class, script.parts().get(0))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant select on pg_background_launch to app",
        "grant execute on function f(pg_background_handle) to app",
        "grant pg_background_launch to app",
        "grant usage on type pg_background_handle to app",
        "grant all on all tables in schema public to app",
        "revoke a from b",
      })
  void other_grants_are_passed(String sql) {
    assertNull(Recognitions.of(sql, true, ParameterStyle.NONE));
  }
}
