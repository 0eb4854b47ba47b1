package io.github.pgbackground.internal.link;

import io.github.pgbackground.internal.forward.socket.ForwardingTlsSocket;
import java.io.IOException;
import java.io.InputStream;
import javax.net.ssl.SSLSocket;

/**
 * A TLS socket above a {@link LinkSocket}: another one, but that what it decrypts goes through the
 * {@link Link} too.
 */
final class LinkTlsSocket extends ForwardingTlsSocket {
  private final Link link;

  LinkTlsSocket(SSLSocket delegate, Link link) {
    super(delegate);
    this.link = link;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return link.decrypted(super.getInputStream());
  }
}
