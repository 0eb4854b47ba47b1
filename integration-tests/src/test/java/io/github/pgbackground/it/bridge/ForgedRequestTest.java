package io.github.pgbackground.it.bridge;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request counts only where the bridge's own function has raised it. */
@ExtendWith(PostgresExtension.class)
class ForgedRequestTest {
  private final TestDatabase database;

  ForgedRequestTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @EnumSource
  void a_function_of_somebody_elses_raises_one(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      for (String severity : new String[] {"debug", "log", "info", "notice", "warning"}) {
        scene.attack("set local client_min_messages = debug;" + Scene.forgedRaise(severity));
      }
      scene.attack(
          "execute 'do $do$ begin ' || $text$"
              + Scene.forgedRaise("info")
              + "$text$ || ' end $do$';");
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_trigger_of_somebody_elses_raises_one(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      scene.plant("evil.fire() returns trigger", Scene.forgedRaise("info") + "return new;");
      scene.asAttacker(
          "create table evil.bait(x int); create trigger fire before insert on evil.bait"
              + " for each row execute function evil.fire()");
      Sql.execute(scene.session(), "insert into evil.bait values (1), (2)");
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_function_of_the_same_name_raises_one(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      String name = scene.request().substring(scene.inner().length() + 1);
      String parameters = "(operation text, arguments text[], hidden text[])";
      scene.plant("evil." + name + parameters + " returns void", Scene.forgedRaise("info"));
      scene.attack("perform evil." + name + "(null, null, null);");
      scene.attack("set local search_path = evil; perform " + name + "(null, null, null);");
      scene.attack(
          "set local search_path = evil, "
              + scene.inner()
              + "; perform "
              + name
              + "(null, null, null);");
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_quoted_name_looks_like_the_signature(Scene.Form form) throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      String signature =
          scene.innerShown()
              + scene.request().substring(scene.inner().length())
              + "(text,text[],text[])";
      String schema = scene.innerShown();
      String name = scene.request().substring(scene.inner().length() + 1);
      scene.asAttacker("create schema \"x " + schema + "\"; create schema x" + schema);
      for (String function :
          new String[] {
            "evil.\"" + signature.substring(0, Math.min(63, signature.length())) + "\"()",
            "evil.\"" + name + "(text,text[],text[])\"()",
            "\"x " + schema + "\"." + name + "(text,text[],text[])",
            "x" + schema + "." + name + "(text,text[],text[])",
          }) {
        scene.plant(function + " returns void", Scene.forgedRaise("info"));
        scene.attack(
            "perform "
                + function
                    .replace("(text,text[],text[])", "(null,null,null)")
                    .replace("(null,null,null)\"", "(text,text[],text[])\"")
                + ";");
      }
      scene.assertNothingRan();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_function_that_raises_them_is_asked_to_name_another_caller(Scene.Form form)
      throws SQLException {
    try (Scene scene = new Scene(database, form)) {
      String call =
          "perform "
              + scene.request()
              + "('pg_background_launch', array['"
              + Scene.THEFT
              + "', '0'], ";
      for (String caller :
          new String[] {
            "array[session_user::text, session_user::text, 'none', '1000', null, null, null, '1000']",
            "array['public', '0', 'false']",
            "array['public', '0']",
          }) {
        Sql.error("42501", () -> scene.attack(call + caller + ");"));
      }
      scene.attack(
          "begin " + call + "null); exception when insufficient_privilege then null; end;");
      scene.assertNothingRan();
    }
  }
}
