package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.sql.ExtensionCommand.SetSchema;
import io.github.pgbackground.internal.sql.ExtensionCommand.Update;
import io.github.pgbackground.internal.sql.text.Identifiers;
import java.sql.SQLException;
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
    boolean latest = now.presence().revision() >= Scripts.REVISION;
    if (latest && now.showsNotices()) {
      sender.notice(
          "00000",
          "version \"" + Scripts.VERSION + "\" of extension \"pg_background\" is already installed",
          null);
    }
    if (now.presence().revision() <= Scripts.REVISION) {
      renew(now.presence().schema());
    }
  }

  void run(SetSchema move) throws SQLException {
    checkExists();
    String schema = move.schema();
    List<String> mayCreate = sender.list(SCHEMA, schema);
    if (mayCreate.isEmpty()) {
      throw Refusals.noSuchSchema(schema);
    }
    if (mayCreate.get(0).equals("false")) {
      throw Refusals.mayNotCreateIn(schema);
    }
    Inner.checkOwner(sender);
    if (schema.equals(now.presence().schema())) {
      return;
    }
    for (String function : Members.functions(now.presence().schema())) {
      sender.run("ALTER ROUTINE " + function + " SET SCHEMA " + Identifiers.quote(schema));
    }
    for (String type : Members.types(now.presence().schema())) {
      sender.run("ALTER TYPE " + type + " SET SCHEMA " + Identifiers.quote(schema));
    }
    renew(schema);
  }

  private void checkExists() throws SQLException {
    if (!now.presence().isBridge()) {
      throw Refusals.missing();
    }
  }

  /** Makes the functions anew that a caller names, and drops those behind them before. */
  private void renew(String schema) throws SQLException {
    String owner = Inner.owner(sender);
    List<String> old = Inner.functions(sender);
    if (!old.isEmpty()) {
      sender.run("DROP ROUTINE " + String.join(", ", old));
    }
    sender.run(Scripts.renewal(schema));
    for (String function : Inner.functions(sender)) {
      sender.run("ALTER ROUTINE " + function + " OWNER TO " + owner);
    }
  }
}
