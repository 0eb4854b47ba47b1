package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.Session;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The bridge of one session. Used by the session's runner, but {@link #close} by any thread. */
public final class Bridge {
  private final Session session;
  private @Nullable TemporaryBridge temporary;
  private volatile @Nullable Answering answering;

  public Bridge(Session session) {
    this.session = session;
  }

  /**
   * Makes sure that the session's server finds the functions and that their calls are answered.
   *
   * @return the schema with which names of pg_background have to be qualified, without a dot; empty
   *     where the server finds them as they stand
   * @throws SQLException 25006 where nothing can be made since the transaction only reads
   */
  public String enter(Execution execution) throws SQLException {
    Link link = session.link();
    if (link == null || !link.tapsNotices()) {
      throw ServerError.of("0A000", "calls that only the server sees cannot be served here")
          .withHint(
              link == null
                  ? "pgjdbc is loaded by a class loader that does not see this driver."
                  : "What the server sends is encrypted by GSSAPI, where it cannot be read.")
          .toException();
    }
    TemporaryBridge known = temporary;
    if (known == null) {
      known = new TemporaryBridge(session);
      temporary = known;
    }
    known.ensure(execution);
    Answering answers = answering;
    if (answers == null) {
      answers = new Answering(session, link, known.pid(), Hub.hold(session.target()));
      answering = answers;
      link.takeNotices(answers);
    }
    answers.serve(known.trust(answers.hub()));
    return TemporaryBridge.SCHEMA;
  }

  /** The session has ended. */
  public void close() {
    Answering answers = answering;
    answering = null;
    if (answers != null) {
      answers.close();
    }
  }
}
