package io.github.pgbackground.internal.link;

import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.postgresql.PGProperty;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;

/**
 * Makes TLS as the factory does that pgjdbc would have taken, and has the {@link Link} below read
 * what it decrypts. pgjdbc makes this by its name, once for each socket; it asks every {@link
 * LibPQFactory} what went wrong with the client's certificate, and so this is one, which has
 * nothing of its own to say.
 */
public final class LinkTlsFactory extends LibPQFactory {
  private final Login login;
  private final Properties info;

  /**
   * @param info pgjdbc's, with the login's key as the argument of the factory
   */
  public LinkTlsFactory(Properties info) throws PSQLException {
    super(new Properties());
    // The one that super has made would trust every server.
    factory = null;
    login = Login.of(PGProperty.SSL_FACTORY_ARG.getOrDefault(info));
    this.info = info;
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean autoClose)
      throws IOException {
    try {
      factory = login.tls(info);
    } catch (PSQLException e) {
      // Not in the constructor: pgjdbc would say that this factory could not be made.
      throw LinkTlsFactory.<RuntimeException>asItIs(e);
    }
    Socket above = factory.createSocket(below, host, port, autoClose);
    return below instanceof LinkSocket linked && above instanceof SSLSocket tls
        ? new LinkTlsSocket(tls, linked.link())
        : above;
  }

  /**
   * Throws what is declared by pgjdbc's method that calls this factory, but not by the factory's.
   */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException asItIs(PSQLException e) throws E {
    throw (E) e;
  }

  @Override
  public void throwKeyManagerException() throws PSQLException {
    if (factory instanceof LibPQFactory made) {
      made.throwKeyManagerException();
    }
  }
}
