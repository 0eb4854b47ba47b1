package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.bridge.function.TemporaryBridge;
import io.github.pgbackground.internal.bridge.function.Trust;
import io.github.pgbackground.internal.bridge.hub.Hub;
import io.github.pgbackground.internal.bridge.hub.Hubs;
import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.job.Nesting;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.login.Companions.Companion;
import io.github.pgbackground.internal.login.Target;
import io.github.pgbackground.internal.login.TargetSource;
import io.github.pgbackground.internal.login.WorkerConnection;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.settings.Settings;
import io.github.pgbackground.internal.sql.Part.Code;
import io.github.pgbackground.internal.sql.recognition.JobCode;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The bridge of the jobs of one session: each is a session of its own, whose calls are answered on
 * the thread of its worker. Immutable.
 *
 * @param settings those of the session that launches
 * @param targets where its workers log in, and theirs
 */
public record WorkerBridge(Settings settings, TargetSource targets, Kind kind) implements Nesting {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  /** A worker that is known as served, from its first job with calls to its end. */
  private record Served(Hub hub, int pid) implements Companion {
    static Served of(Target target, int pid) {
      return new Served(Hubs.hold(target), pid);
    }

    @Override
    public void close() {
      hub.release(pid);
    }
  }

  @Override
  public Nested begin(WorkerConnection worker, Job job) throws SQLException {
    try {
      return serve(worker, job);
    } catch (SQLException e) {
      if (kind == Kind.TEMPORARY) {
        throw e;
      }
      // The job may have no calls; if it has, they say that nobody serves them.
      LOGGER.log(Level.WARNING, "Calls of a job are not answered", e);
      return () -> {};
    }
  }

  private Nested serve(WorkerConnection worker, Job job) throws SQLException {
    Link link = Bridge.tappedLink(worker.link());
    Target target = targets.target();
    Session session = Session.ofJob(worker.delegate(), link, settings, targets, job.launch(), this);
    Served served = worker.companions().get(Served.class, () -> Served.of(target, worker.pid()));
    if (served == null) {
      throw new PSQLException("The worker has been closed.", PSQLState.CONNECTION_DOES_NOT_EXIST);
    }
    Answering answering =
        Answering.ofWorker(session, link, worker.pid(), served.hub(), job::report);
    answering.serve(trust(worker, session, served.hub(), job.launch()));
    link.takeNotices(answering);
    return () -> end(link, answering, session);
  }

  /** A job can always become the user that its worker has logged in as. */
  private Trust trust(WorkerConnection worker, Session session, Hub hub, Launch launch)
      throws SQLException {
    if (kind == Kind.INSTALLED) {
      return new Trust.Installed(worker.asLoggedIn().sessionUser());
    }
    TemporaryBridge temporary = new TemporaryBridge(session);
    Code code = JobCode.of(launch.sql(), launch.standardConformingStrings());
    Execution execution = session.begin(0, warning -> {});
    try {
      return temporary.trust(temporary.ensure(code, execution, pid -> hub.serve(pid, true)));
    } finally {
      session.end(execution);
    }
  }

  private static void end(Link link, Answering answering, Session session) {
    link.takeNotices(null);
    answering.stop();
    try {
      session.close();
    } catch (SQLException e) {
      LOGGER.log(Level.FINE, "The session that a job was has not ended cleanly", e);
    }
  }
}
