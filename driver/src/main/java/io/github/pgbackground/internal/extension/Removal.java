package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.execution.Sender;
import io.github.pgbackground.internal.sql.ExtensionCommand.Drop;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * {@code DROP EXTENSION}: removes the bridge. The server drops its functions, then its types, then
 * its schema, and says what depends on each; put together, that is what it says of an extension.
 *
 * <p>Of an extension it says first what depends on the oldest of its objects, but of a list of
 * objects what depends on the last.
 */
final class Removal {
  private static final String DEPENDENTS = "2BP01";

  private final Sender sender;
  private final Circumstances now;

  Removal(Sender sender, Circumstances now) {
    this.sender = sender;
    this.now = now;
  }

  void run(Drop drop) throws SQLException {
    boolean exists = now.presence().isBridge();
    if (!exists && !drop.ifExists()) {
      throw Refusals.missing();
    }
    if (!drop.others().isEmpty()) {
      sender.pass(
          "DROP EXTENSION "
              + (drop.ifExists() ? "IF EXISTS " : "")
              + String.join(", ", drop.others())
              + (drop.cascade() ? " CASCADE" : ""));
    }
    if (exists) {
      Inner.checkOwner(sender);
      remove(drop.cascade(), !drop.others().isEmpty());
      return;
    }
    // Rights to it would keep the role that has them.
    Remains.remove(sender);
    if (now.showsNotices()) {
      sender.notice("00000", "extension \"pg_background\" does not exist, skipping", null);
    }
  }

  private void remove(boolean cascade, boolean amongOthers) throws SQLException {
    String schema = now.presence().schema();
    List<String> functions = new ArrayList<>(StandingMembers.functions(schema, sender));
    functions.addAll(Inner.functions(sender));
    List<String> types = StandingMembers.types(schema, sender);
    Dependents dependents = new Dependents();
    drop("ROUTINE", functions, cascade, dependents);
    drop("TYPE", types, cascade, dependents);
    drop("SCHEMA", List.of(BridgeSql.INNER_SCHEMA), cascade, dependents);
    if (!cascade && !dependents.isEmpty()) {
      throw dependents.error(amongOthers);
    } else if (!dependents.isEmpty() && now.showsNotices()) {
      dependents.tell(sender);
    }
  }

  /** Drops things of one kind; where others depend on them, these go as well and are noted. */
  private void drop(String kind, List<String> names, boolean cascade, Dependents dependents)
      throws SQLException {
    if (names.isEmpty()) {
      return;
    }
    String drop = "DROP " + kind + " " + String.join(", ", names);
    if (cascade) {
      sender.run(drop + " CASCADE").forEach(dependents::add);
      return;
    }
    sender.run("SAVEPOINT pgbackground_drop");
    try {
      sender.run(drop + " RESTRICT");
    } catch (PSQLException e) {
      ServerErrorMessage sent = e.getServerErrorMessage();
      if (sent == null || !DEPENDENTS.equals(sent.getSQLState())) {
        throw e;
      }
      dependents.add(sent);
      sender.run("ROLLBACK TO SAVEPOINT pgbackground_drop");
      // It will be undone: only so the server says what depends on the rest and not on these.
      sender.run(drop + " CASCADE");
    }
    sender.run("RELEASE SAVEPOINT pgbackground_drop");
  }

  /** What depends on the extension, as the server describes it, in its order. */
  private static final class Dependents {
    private final List<String> lines = new ArrayList<>();
    private int count;
    private String hint = "";

    boolean isEmpty() {
      return lines.isEmpty();
    }

    void add(ServerErrorMessage sent) {
      String message = sent.getMessage() == null ? "" : sent.getMessage();
      String detail = sent.getDetail();
      // What is dropped later is older.
      lines.add(0, detail == null ? message : detail);
      // A single one stands in the message, more of them in the detail.
      count += detail == null ? 1 : number(message);
      hint = sent.getHint() == null ? hint : sent.getHint();
    }

    private static int number(String message) {
      int number = 0;
      for (int i = 0; i < message.length() && number < 10_000_000; i++) {
        int digit = Character.digit(message.charAt(i), 10);
        number = digit < 0 ? number : number * 10 + digit;
      }
      return number;
    }

    PSQLException error(boolean amongOthers) {
      return ServerError.of(
              DEPENDENTS,
              amongOthers
                  ? "cannot drop desired object(s) because other objects depend on them"
                  : "cannot drop extension pg_background because other objects depend on it")
          .withDetail(String.join("\n", lines))
          .withHint(hint.isEmpty() ? null : hint)
          .toException();
    }

    void tell(Sender sender) {
      if (count == 1) {
        sender.notice("00000", lines.get(0), null);
      } else {
        sender.notice(
            "00000", "drop cascades to " + count + " other objects", String.join("\n", lines));
      }
    }
  }
}
