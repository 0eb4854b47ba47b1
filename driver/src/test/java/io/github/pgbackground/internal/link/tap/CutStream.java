package io.github.pgbackground.internal.link.tap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

/** What a server has sent, read through a tap in pieces, and what pgjdbc is to get of it. */
final class CutStream {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();

  /** How a tap reads. */
  @FunctionalInterface
  interface Tap {
    int read(NoticeTap.Source source, byte[] buffer, int from, int length) throws IOException;
  }

  void passes(byte[] message) {
    sent.writeBytes(message);
    expected.writeBytes(message);
  }

  void isTaken(byte[] message) {
    sent.writeBytes(message);
  }

  /** Something that the server has not sent. */
  void isInserted(byte[] message) {
    expected.writeBytes(message);
  }

  void reset() {
    sent.reset();
    expected.reset();
  }

  byte[] sent() {
    return sent.toByteArray();
  }

  byte[] expected() {
    return expected.toByteArray();
  }

  /** What pgjdbc gets when the network and pgjdbc cut the stream as they like. */
  byte[] read(Tap tap, Random random) throws IOException {
    ByteArrayInputStream server = new ByteArrayInputStream(sent());
    NoticeTap.Source source =
        (to, from, length) -> server.read(to, from, 1 + random.nextInt(Math.min(length, 40)));
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buffer = new byte[64];
    int from = 7;
    int count = tap.read(source, buffer, from, 1 + random.nextInt(buffer.length - from));
    while (count >= 0) {
      got.write(buffer, from, count);
      count = tap.read(source, buffer, from, 1 + random.nextInt(buffer.length - from));
    }
    return got.toByteArray();
  }
}
