package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.bridge.function.Frame;
import io.github.pgbackground.internal.bridge.function.Membership;
import io.github.pgbackground.internal.bridge.function.OwnFrames;
import io.github.pgbackground.internal.bridge.function.Trust;
import io.github.pgbackground.internal.bridge.hub.Hub;
import io.github.pgbackground.internal.bridge.request.Answer;
import io.github.pgbackground.internal.bridge.request.Caller;
import io.github.pgbackground.internal.bridge.request.Desk;
import io.github.pgbackground.internal.bridge.request.Request;
import io.github.pgbackground.internal.jobtext.Progress;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.tap.NoticeTaker;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.backend.CallerGoneException;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.session.rewrite.QualifiedText;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Answers what the functions on one session's server ask while a statement of the session runs. All
 * of it happens on the thread that reads from the session's connection; but {@link #close} may be
 * called by any.
 */
final class Answering implements NoticeTaker {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  private final Session session;
  private final Link link;
  private final int pid;
  private final Hub hub;
  private final boolean worker;
  private final Consumer<Progress> progress;
  private final Queue<ServerErrorMessage> notices = new ArrayDeque<>();
  private volatile @Nullable Trust trust;

  /** What was sent last with other names in it than the application has written. */
  private volatile @Nullable QualifiedText text;

  private boolean answered;

  /** What the function that has asked last raises, null if that is not from a server. */
  private @Nullable ServerErrorMessage raised;

  /**
   * @param pid the session's process
   * @param hub held for this session
   */
  Answering(Session session, Link link, int pid, Hub hub) {
    this(session, link, pid, hub, false, said -> {});
  }

  private Answering(
      Session session, Link link, int pid, Hub hub, boolean worker, Consumer<Progress> progress) {
    this.session = session;
    this.link = link;
    this.pid = pid;
    this.hub = hub;
    this.worker = worker;
    this.progress = progress;
  }

  /**
   * For the session that a job is.
   *
   * @param pid the worker's process
   * @param hub held for the worker
   * @param progress takes what the job says of it
   */
  static Answering ofWorker(
      Session session, Link link, int pid, Hub hub, Consumer<Progress> progress) {
    return new Answering(session, link, pid, hub, true, progress);
  }

  int pid() {
    return pid;
  }

  Hub hub() {
    return hub;
  }

  /** From now on requests are answered for this reason. */
  void serve(Trust newTrust) throws SQLException {
    trust = newTrust;
    hub.serve(pid, worker);
  }

  /** From now on what the server says is about this text, or one that has come before it. */
  void begins(QualifiedText newText) {
    text = newText;
  }

  @Override
  public void take(String fields) {
    notices.add(new ServerErrorMessage(fields));
  }

  @Override
  public String written(String fields) {
    Trust known = trust;
    return named(known == null ? fields : OwnFrames.removed(fields, known.schema(), raised));
  }

  private String named(String fields) {
    QualifiedText sent = text;
    return sent == null ? fields : sent.asWritten(fields);
  }

  @Override
  public boolean goOn() {
    look(true);
    return false;
  }

  /**
   * Looks at what has come.
   *
   * @param waiting whether the process may be waiting for the answer to the last of it: no longer
   *     for the others, since it does one thing at a time
   */
  private void look(boolean waiting) {
    for (ServerErrorMessage notice = notices.poll(); notice != null; notice = notices.poll()) {
      try {
        answer(notice, waiting && notices.isEmpty());
      } catch (SQLException | RuntimeException e) {
        // The function raises an error when nobody takes the request, or the hub's locks are gone.
        LOGGER.log(Level.WARNING, "A call on the server was not answered", e);
      }
    }
  }

  private void answer(ServerErrorMessage notice, boolean waiting) throws SQLException {
    Trust known = trust;
    String function = known == null ? null : Frame.request(notice.getWhere(), known.schema());
    if (known == null || function == null) {
      LOGGER.log(Level.FINE, "A notice with SQLSTATE {0} is not the bridge''s", Link.TAKEN_STATE);
      return;
    }
    Request request = Request.of(notice, session.connection());
    Caller caller = request.caller();
    if (caller == null) {
      report(request);
      return;
    } else if (!waiting
        || !hub.take(pid, request, known.condition(pid, function, request.proof()))) {
      return;
    }
    byte[] answer;
    try {
      answer = done(request, caller, OwnFrames.callers(notice.getWhere(), known.schema()));
    } catch (CallerGoneException e) {
      if (link.look(1) == Link.Sight.CUT) {
        // The process does not see that before it has waited, and says something.
        hub.leave(pid);
      }
      return;
    } catch (SQLException e) {
      answer = Answer.error(request.key(), e);
      raised = e instanceof PSQLException sent ? sent.getServerErrorMessage() : null;
    }
    answered = true;
    String login = session.connection().getQueryExecutor().getUser();
    hub.answer(pid, request, answer, caller.user().equals(login) ? null : caller.user());
  }

  private void report(Request request) {
    String percent = request.arguments().get(0);
    progress.accept(
        Progress.of(percent == null ? 0 : Long.parseLong(percent), request.arguments().get(1)));
  }

  /**
   * @param callers the lines of the context that notices of a job have, too
   */
  private byte[] done(Request request, Caller caller, List<String> callers) throws SQLException {
    Set<String> names = session.customSettings();
    Execution execution =
        session.beginAsked(
            hub.looking(),
            pid,
            caller.state(names),
            caller.timeouts(),
            first -> insertNotices(first, callers));
    try {
      if (!isPermitted(caller)) {
        throw notPermitted(request, caller);
      }
      if (!names.isEmpty() && !caller.tellsCustomSettings() && launches(request)) {
        return Answer.names(request.key(), names);
      }
      return new Desk(session, execution, caller, handle -> mayUse(caller, handle)).answer(request);
    } finally {
      session.end(execution);
    }
  }

  private static boolean launches(Request request) {
    BackgroundFunction function = FunctionTable.V1_8.find(request.function());
    return function != null && function.launches();
  }

  /**
   * What somebody launches could become the session's user again, and the one that has logged in.
   * In the session it could do that as well, but for what the server forbids: not where a function
   * runs as its owner. There, and where the session's user is not the one that has logged in, who
   * launches must be one who may become it.
   */
  private boolean isPermitted(Caller caller) throws SQLException {
    String login = session.connection().getQueryExecutor().getUser();
    if (!caller.sessionUser().equals(login)
        && !hub.holds(Membership.mayBecome(caller.sessionUser(), login))) {
      return false;
    }
    return !caller.isOther()
        || hub.holds(
            Membership.mayBecome(caller.user(), caller.sessionUser())
                + " and "
                + Membership.mayBecome(caller.user(), login));
  }

  private boolean mayUse(Caller caller, Handle handle) throws SQLException {
    return handle.user().equals(caller.user())
        || hub.holds(Membership.hasRightsOf(caller.user(), handle.user()));
  }

  private static PSQLException notPermitted(Request request, Caller caller) {
    return ServerError.of(
            "42501",
            "permission denied to call "
                + request.function()
                + " as \""
                + caller.user()
                + "\" in a session of \""
                + caller.sessionUser()
                + "\"")
        .withHint(
            "A background worker logs in as the user that this session has logged in as, and what it"
                + " runs could become that user again. So a SECURITY DEFINER function may launch"
                + " only if its owner is a member of that role, and after SET SESSION AUTHORIZATION"
                + " the session's user must be.")
        .toException();
  }

  private void insertNotices(SQLWarning first, List<String> callers) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      ServerErrorMessage sent =
          warning instanceof PSQLWarning fromServer ? fromServer.getServerErrorMessage() : null;
      if (sent != null) {
        String severity = sent.getSeverity();
        ServerError notice = ServerError.of(sent);
        for (String line : callers) {
          notice = notice.within(line);
        }
        link.insertNotice(named(notice.wire(severity == null ? "NOTICE" : severity)));
      }
    }
  }

  @Override
  public void over() {
    look(false);
    if (answered) {
      answered = false;
      try {
        hub.tidy(pid);
      } catch (SQLException e) {
        LOGGER.log(Level.FINE, "An answer that was read has not been removed", e);
      }
    }
  }

  /** Nothing is answered any more. */
  void stop() {
    trust = null;
  }

  void close() {
    stop();
    hub.release(pid);
  }
}
