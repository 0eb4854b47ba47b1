package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.bridge.function.RequestFunction;
import io.github.pgbackground.internal.bridge.function.TemporaryBridge;
import io.github.pgbackground.internal.bridge.function.Trust;
import io.github.pgbackground.internal.bridge.hub.Hubs;
import io.github.pgbackground.internal.bridge.hub.Poolers;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.rewrite.QualifiedText;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/** The bridge of one session. Used by the session's runner, but {@link #close} by any thread. */
public final class Bridge {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  /** How long nobody tries again to answer, after it was not possible. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Session session;
  private final TemporaryBridge temporary;
  private volatile @Nullable Answering answering;
  private final Set<String> prepared = new HashSet<>();
  private boolean attended;
  private long pauseUntil = System.nanoTime();

  public Bridge(Session session) {
    this.session = session;
    this.temporary = new TemporaryBridge(session);
  }

  /**
   * Sees to it, before the server is about to run something, that calls of stored functions are
   * answered where the database has the bridge. Where it has not, this costs nothing; where that is
   * not possible, the functions say so.
   */
  public void attend() {
    Answering known = answering;
    boolean isServed = known == null || !known.hub().hasNews();
    boolean isCurrent = isServed && session.installation().isCurrent();
    if ((attended && isCurrent && !isInTheWay()) || System.nanoTime() - pauseUntil < 0) {
      return;
    } else if (session.connection().getTransactionState() == TransactionState.FAILED) {
      // Nothing is called there, and nothing can be asked.
      return;
    }
    try {
      attended = true;
      boolean leavesCalls = session.installation().leavesCalls();
      if (isInTheWay()) {
        temporary.makeWay();
      }
      if (leavesCalls) {
        return;
      }
      Presence presence = session.installation().presence();
      attended = session.installation().isCurrent();
      Link link = session.link();
      if (presence.isBridge() && presence.trusted() && link != null && link.isReadable()) {
        serveInstalled();
      }
    } catch (SQLException e) {
      pauseUntil = System.nanoTime() + PAUSE_NANOS;
      attended = false;
      LOGGER.log(Level.WARNING, "Calls of stored functions are not answered in a session", e);
    }
  }

  /** Whether the server may find temporary types where it should find those of an extension. */
  private boolean isInTheWay() {
    return temporary.isFound() && !session.installation().known().isAbsent();
  }

  /**
   * Makes sure that the session's server finds the functions and that their calls are answered.
   *
   * @param part the statement of the script that is about to run
   * @return the statement with names of pg_background as the server finds them
   * @throws SQLException 25006 where nothing can be made since the transaction only reads; 42501
   *     where somebody else's code might put functions of its own beside temporary ones
   */
  public QualifiedText enter(Script script, Part.Bridged part, Execution execution)
      throws SQLException {
    Presence presence = session.installation().presence();
    QualifiedText asItStands = new QualifiedText(script, part, "");
    if (presence.isExtension()) {
      return asItStands;
    }
    tappedLink(session.link());
    if (presence.isBridge()) {
      if (presence.trusted()) {
        serveInstalled();
      }
      return asItStands;
    }
    RequestFunction function =
        temporary.ensure(part.code(), execution, pid -> answering(pid).hub().serve(pid, false));
    Answering known = answering(function.pid());
    known.serve(temporary.trust(function));
    prepared.addAll(part.prepares());
    QualifiedText text = new QualifiedText(script, part, TemporaryBridge.SCHEMA);
    known.begins(text);
    return text;
  }

  /** What is seen below a connection; 0A000 if what the server asks cannot be. */
  static Link tappedLink(@Nullable Link link) throws SQLException {
    if (link == null || !link.isReadable()) {
      throw ServerError.of("0A000", "calls that only the server sees cannot be served here")
          .withHint(
              link == null
                  ? "pgjdbc is loaded by a class loader that does not see this driver: have one load"
                      + " both."
                  : "What the server sends is encrypted by GSSAPI, where it cannot be read: connect"
                      + " with gssEncMode=disable, and TLS if it is to be encrypted.")
          .toException();
    }
    return link;
  }

  private void serveInstalled() throws SQLException {
    if (session.installation().isCurrent()) {
      Answering known = answering;
      int pid = known == null ? RequestFunction.installed(session.connection()).pid() : known.pid();
      answering(pid).serve(installed());
    } else {
      // Made in the transaction that is open: nobody else can see it.
      RequestFunction function = RequestFunction.installed(session.connection());
      answering(function.pid())
          .serve(
              function.madeIn() == 0
                  ? installed()
                  : new Trust.Made(function.oid(), function.madeIn(), installed()));
    }
  }

  private Trust.Installed installed() {
    return new Trust.Installed(session.connection().getQueryExecutor().getUser());
  }

  private Answering answering(int pid) throws SQLException {
    Answering known = answering;
    Link link = session.link();
    if (known == null && link != null) {
      known = new Answering(session, link, pid, Hubs.hold(session.workers().target()));
      answering = known;
      link.takeNotices(known);
    }
    if (known == null) {
      throw new IllegalStateException("There is nothing to see below the session.");
    } else if (known.pid() != pid) {
      throw Poolers.error();
    }
    return known;
  }

  /**
   * The names of the statements that call temporary functions and that the session may have
   * prepared: what they call is to be made sure of when they are executed, too.
   */
  public Set<String> prepared() {
    return prepared;
  }

  /** Whether the session's own types are what the server finds by their names. */
  public boolean isTemporary() {
    return temporary.isFound();
  }

  /**
   * Throws 0A000 if something that is there to stay has a column of a type that is not: it would be
   * dropped with the session.
   */
  public void checkKept(Execution execution) throws SQLException {
    if (isTemporary()) {
      temporary.checkKept(execution);
    }
  }

  /** The session has ended. */
  public void close() {
    Answering known = answering;
    answering = null;
    if (known != null) {
      known.close();
    }
  }
}
