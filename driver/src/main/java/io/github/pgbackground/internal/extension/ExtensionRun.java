package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.presence.Installation;
import io.github.pgbackground.internal.presence.PresenceQuery;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.Sender;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.ExtensionCommand;
import java.sql.SQLException;

/**
 * One run of a statement that makes, changes or drops the extension: where the server does not have
 * it, the functions of the bridge stand in for it. It takes several steps, so it has to be run in a
 * transaction.
 */
public final class ExtensionRun {
  private final Session session;
  private final Execution execution;
  private final Sender sender;

  public ExtensionRun(Session session, Execution execution) {
    this.session = session;
    this.execution = execution;
    this.sender = new Sender(session.connection(), execution);
  }

  /**
   * Runs a statement.
   *
   * @return false if nothing was done, since the server has to run it
   * @throws SQLException what PostgreSQL raises for any other extension
   */
  public boolean run(ExtensionCommand command) throws SQLException {
    Installation installation = session.installation();
    if (installation.leavesExtension()) {
      installation.changing();
      return false;
    }
    try {
      new SessionWire(session.connection(), execution).enter();
      Circumstances now = Circumstances.ask(PresenceQuery.ask(session.connection()), sender);
      installation.changing();
      if (now.areTheServers()) {
        return false;
      }
      if (now.readOnly()) {
        throw Refusals.readOnly(command.tag());
      }
      session.touched();
      run(command, now);
      return true;
    } catch (SQLException e) {
      throw session.fail(e, execution);
    }
  }

  private void run(ExtensionCommand command, Circumstances now) throws SQLException {
    if (command instanceof ExtensionCommand.Create create) {
      new Creation(sender, now).run(create);
    } else if (command instanceof ExtensionCommand.Drop drop) {
      new Removal(sender, now).run(drop);
    } else if (command instanceof ExtensionCommand.Update update) {
      new Change(sender, now).run(update);
    } else if (command instanceof ExtensionCommand.SetSchema move) {
      new Change(sender, now).run(move);
    }
  }
}
