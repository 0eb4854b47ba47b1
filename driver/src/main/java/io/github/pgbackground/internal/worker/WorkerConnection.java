package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.forward.ForwardingConnection;
import org.postgresql.core.BaseConnection;

/**
 * One physical worker connection and the server process behind it.
 *
 * @param pid what {@code pg_backend_pid()} says; behind PgBouncer the protocol's is another
 */
record WorkerConnection(BaseConnection delegate, int pid, String sessionUser)
    implements ForwardingConnection {

  @Override
  public void exposing() {}
}
