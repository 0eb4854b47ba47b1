package io.github.pgbackground.internal.jdbc.run;

import io.github.pgbackground.internal.bridge.Bridge;
import io.github.pgbackground.internal.forward.ForwardingConnection;
import io.github.pgbackground.internal.session.Session;

/** The application's connection, as what runs on it knows it. */
public interface CallingConnection extends ForwardingConnection {
  Session session();

  /** The way to calls that only the server sees. */
  Bridge bridge();

  /** Says, before it happens, that a statement of the application's is about to run. */
  void statementBegins();
}
