package io.github.pgbackground.internal.link;

import io.github.pgbackground.internal.link.tap.NoticeTap;
import java.io.IOException;
import java.io.InputStream;

/** What a {@link Link} lets through, as a stream in the place of another, which it closes. */
final class LinkInputStream extends InputStream {
  private final NoticeTap.Source source;
  private final Available available;
  private final InputStream replaced;

  /** How many bytes can be read at once. */
  @FunctionalInterface
  interface Available {
    int count() throws IOException;
  }

  LinkInputStream(NoticeTap.Source source, Available available, InputStream replaced) {
    this.source = source;
    this.available = available;
    this.replaced = replaced;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    return source.read(to, from, length);
  }

  @Override
  public int available() throws IOException {
    return available.count();
  }

  @Override
  public void close() throws IOException {
    replaced.close();
  }
}
