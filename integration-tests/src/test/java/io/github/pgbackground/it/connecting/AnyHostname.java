package io.github.pgbackground.it.connecting;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;

/** An application's own verifier, which takes every server whose session it sees. */
public final class AnyHostname implements HostnameVerifier {
  @Override
  public boolean verify(String hostname, SSLSession session) {
    return session.isValid();
  }
}
