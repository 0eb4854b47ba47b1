package io.github.pgbackground.internal.presence;

import io.github.pgbackground.internal.settings.Backend;
import io.github.pgbackground.internal.settings.Database;
import io.github.pgbackground.internal.settings.Settings;
import io.github.pgbackground.internal.sql.ExtensionCommand;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/**
 * What a session's database has of pg_background. Used by the session's runner; {@link #close} may
 * come from any thread.
 *
 * <p>It is asked once for each database and user, and kept in the JVM, until a session changes it.
 * In the transaction that changes it, it is asked each time, since that may be rolled back.
 */
public final class Installation {
  private final BaseConnection connection;
  private final Backend backend;

  /** Whether this session has changed something in a transaction that may not have ended. */
  private final AtomicBoolean changing = new AtomicBoolean();

  private Presence known = Presence.NONE;
  private long changes = -1;

  public Installation(BaseConnection connection, Backend backend) {
    this.connection = connection;
    this.backend = backend;
  }

  /**
   * Whether what {@link #presence} last said is still true, as far as this JVM knows; asks nobody.
   */
  public boolean isCurrent() {
    return changes == Installations.changes() && !changing.get();
  }

  /**
   * What the database has; asks the server only if that is not known. In an aborted transaction,
   * which answers nothing, it is what was known before.
   */
  public Presence presence() throws SQLException {
    if (isCurrent() || connection.getTransactionState() == TransactionState.FAILED) {
      return known;
    }
    settleIfIdle();
    Database database = Database.of(connection);
    long before = Installations.changes();
    Presence found = changing.get() ? null : Installations.find(database);
    if (found == null) {
      found = PresenceQuery.ask(connection);
      if (!changing.get()) {
        Installations.keep(database, found, before);
      }
    }
    known = found;
    changes = before;
    return found;
  }

  /** What {@link #presence} last said; asks nobody. */
  public Presence known() {
    return known;
  }

  /**
   * What a session that begins should be told of its database. A connection that cannot be asked,
   * for replication say, has nothing of pg_background.
   */
  public List<SQLWarning> warnings(Settings settings) {
    if (backend == Backend.SERVER) {
      return List.of();
    }
    try {
      return presence().warnings(settings);
    } catch (SQLException e) {
      changes = Installations.changes();
      return List.of();
    }
  }

  /** Whether the session leaves all calls to its server. */
  public boolean leavesCalls() throws SQLException {
    return switch (backend) {
      case SERVER -> true;
      case CLIENT -> false;
      case AUTO -> presence().leavesCalls(backend);
    };
  }

  /** Whether the functions are nowhere but in this driver, which serves them. */
  public boolean isAbsent() throws SQLException {
    return backend != Backend.SERVER && presence().isAbsent();
  }

  /** Whether statements that make or drop the extension are always the server's. */
  public boolean leavesExtension() {
    return backend == Backend.SERVER;
  }

  /** Says, before it happens, that the session is about to change what its database has. */
  public void changing() {
    if (changing.compareAndSet(false, true)) {
      Installations.begin();
    }
  }

  /**
   * Looks at an error, which may show that another program has changed what the database has:
   * functions that are not served are there, those that should be there are not, or a handle that
   * this driver does not know may be the extension's. It is asked anew then, before the next
   * statement.
   *
   * @param ofUnknownHandle whether it is about such a handle
   */
  public void learn(SQLException error, boolean ofUnknownHandle) {
    String state = String.valueOf(error.getSQLState());
    boolean wrong =
        switch (state) {
          case "0A000" -> !known.isBridge();
          case "42883", "42704", "3F000" -> !known.isAbsent();
          default -> false;
        };
    boolean ofExtension = String.valueOf(error.getMessage()).contains(ExtensionCommand.EXTENSION);
    if ((wrong && ofExtension) || (!known.isExtension() && ofUnknownHandle)) {
      Installations.forget();
    }
  }

  /**
   * The error, with a hint where code on the server has called a function of pg_background that is
   * missing, or that its caller may not call to the end: the driver does not see such a call.
   *
   * @param error as the server has sent it
   */
  public PSQLException hinted(PSQLException error) {
    if (leavesExtension()) {
      return error;
    }
    return switch (known.kind()) {
      case NONE -> MissingFunction.hinted(error);
      case BRIDGE -> DeniedFunction.hinted(error);
      case EXTENSION -> error;
    };
  }

  /** Notices that the transaction that changed something has ended, if it has. */
  public void settleIfIdle() {
    if (changing.get() && connection.getTransactionState() == TransactionState.IDLE) {
      settle();
    }
  }

  /** The session ends, and with it its transaction. */
  public void close() {
    settle();
  }

  private void settle() {
    if (changing.compareAndSet(true, false)) {
      Installations.settle();
    }
  }
}
