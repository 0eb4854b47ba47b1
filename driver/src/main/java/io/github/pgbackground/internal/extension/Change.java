package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.definition.Members;
import io.github.pgbackground.internal.definition.Scripts;
import io.github.pgbackground.internal.session.execution.Sender;
import io.github.pgbackground.internal.sql.ExtensionCommand.SetSchema;
import io.github.pgbackground.internal.sql.ExtensionCommand.Update;
import io.github.pgbackground.internal.sql.text.Identifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ALTER EXTENSION}: renews the bridge, or moves it. The functions and types that others can
 * depend on stay the same objects.
 */
final class Change {
  private static final String SCHEMA =
      "select pg_catalog.has_schema_privilege(n.oid, 'CREATE')::pg_catalog.text"
          + " from pg_catalog.pg_namespace as n where n.nspname operator(pg_catalog.=) ?";

  private final Sender sender;
  private final Circumstances now;

  Change(Sender sender, Circumstances now) {
    this.sender = sender;
    this.now = now;
  }

  void run(Update update) throws SQLException {
    checkExists();
    Inner.checkOwner(sender);
    String version = update.version();
    if (version != null) {
      Versions.check(version);
      if (!version.equals(Scripts.VERSION)) {
        throw Refusals.noUpdatePath(version);
      }
    }
    int revision = now.presence().revision();
    if (revision >= Scripts.REVISION && now.showsNotices()) {
      sender.notice(
          "00000",
          "version \"" + Scripts.VERSION + "\" of extension \"pg_background\" is already installed",
          null);
    }
    // What is there may have been damaged; but a newer driver's is not to be made older.
    if (revision <= Scripts.REVISION) {
      Inner.checkTrusted(sender);
      String schema = now.presence().schema();
      renew(schema, StandingMembers.functions(schema, sender));
    }
  }

  void run(SetSchema move) throws SQLException {
    checkExists();
    String from = now.presence().schema();
    String to = move.schema();
    List<String> mayCreate = sender.list(SCHEMA, to);
    if (mayCreate.isEmpty()) {
      throw Refusals.noSuchSchema(to);
    } else if (mayCreate.get(0).equals("false")) {
      throw Refusals.mayNotCreateIn(to);
    }
    Inner.checkOwner(sender);
    if (to.equals(from)) {
      return;
    }
    Inner.checkTrusted(sender);
    List<String> old = StandingMembers.functions(from, sender);
    for (String function : old) {
      sender.run("ALTER ROUTINE " + function + " SET SCHEMA " + Identifiers.quote(to));
    }
    for (String type : StandingMembers.types(from, sender)) {
      sender.run("ALTER TYPE " + type + " SET SCHEMA " + Identifiers.quote(to));
    }
    renew(to, StandingMembers.functions(to, sender));
  }

  private void checkExists() throws SQLException {
    if (!now.presence().isBridge()) {
      throw Refusals.missing();
    }
  }

  /**
   * Makes the functions anew that a caller names, and those behind them.
   *
   * @param known those that were there before: who may call them stays as it is
   */
  private void renew(String schema, List<String> known) throws SQLException {
    String owner = Inner.owner(sender);
    List<String> behind = Inner.functions(sender);
    if (!behind.isEmpty()) {
      sender.run("DROP ROUTINE " + String.join(", ", behind));
    }
    sender.run(Scripts.renewal(schema));
    List<String> made = new ArrayList<>(Members.functions(schema));
    made.removeAll(known);
    for (String function : made) {
      sender.run("REVOKE ALL ON ROUTINE " + function + " FROM PUBLIC");
    }
    if (!Inner.isOwner(sender)) {
      made.addAll(Inner.functions(sender));
      for (String function : made) {
        sender.run("ALTER ROUTINE " + function + " OWNER TO " + owner);
      }
    }
    Admission.renew(sender);
  }
}
