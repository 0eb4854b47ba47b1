package io.github.pgbackground.internal.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.internal.link.Link.Sight;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LinkTest {
  /** Longer than loopback takes. */
  private static final int SOON = 60_000;

  private Socket server;
  private Socket below;
  private LinkSocket socket;
  private Link link;
  private InputStream input;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      below = new Socket();
      socket = new LinkSocket(below);
      socket.connect(listening.getLocalSocketAddress());
      server = listening.accept();
    }
    link = socket.link();
    input = socket.getInputStream();
  }

  @AfterEach
  void disconnect() throws IOException {
    socket.close();
    server.close();
  }

  private void send(int... bytes) throws IOException {
    for (int b : bytes) {
      server.getOutputStream().write(b);
    }
  }

  @Test
  void a_silent_server_shows_nothing_and_is_waited_for_no_longer_than_asked() {
    assertEquals(Sight.NOTHING, link.look(1));
    assertEquals(Sight.NOTHING, link.look(1));
  }

  @Test
  void what_has_been_seen_is_read_all_the_same() throws IOException {
    FutureTask<Void> sending =
        new FutureTask<>(
            () -> {
              send(200, 2, 3);
              return null;
            });
    new Thread(sending).start();
    assertEquals(Sight.BYTES, link.look(SOON));
    assertEquals(Sight.BYTES, link.look(1));
    assertEquals(200, input.read());
    assertArrayEquals(new byte[] {2, 3}, input.readNBytes(2));
    assertEquals(Sight.NOTHING, link.look(1));
  }

  @Test
  void what_has_been_seen_counts_as_available() throws IOException {
    assertEquals(0, input.available());
    send(1, 2);
    assertEquals(Sight.BYTES, link.look(SOON));
    byte[] read = new byte[8];
    assertEquals(0, input.read(read, 0, 0));
    int first = input.read(read, 0, 8);
    assertEquals(1, read[0]);
    assertEquals(2, first + (first == 2 ? 0 : input.read(read, first, 1)));
    assertEquals(0, input.available());
  }

  @Test
  void the_end_of_the_connection_is_seen_again_and_again() throws IOException {
    server.close();
    assertEquals(Sight.CUT, link.look(SOON));
    assertEquals(Sight.CUT, link.look(1));
    assertEquals(-1, input.read());
  }

  @Test
  void a_reset_is_seen_and_raised_by_the_next_read() throws IOException {
    server.setSoLinger(true, 0);
    server.close();
    assertEquals(Sight.CUT, link.look(SOON));
    assertThrows(IOException.class, () -> input.read(new byte[1], 0, 1));
  }

  @Test
  void a_closed_socket_is_cut() throws IOException {
    socket.close();
    assertEquals(Sight.CUT, link.look(1));
  }

  @Test
  void bytes_before_the_end_are_seen_before_it() throws IOException {
    send(7);
    server.close();
    assertEquals(Sight.BYTES, link.look(SOON));
    assertEquals(7, input.read());
    assertEquals(Sight.CUT, link.look(SOON));
  }

  @Test
  void nobody_looks_while_somebody_reads() throws Exception {
    FutureTask<Integer> reading = new FutureTask<>(() -> input.read());
    List<Sight> seen = new ArrayList<>();
    Thread reader = new Thread(reading);
    reader.start();
    do {
      // The reader waits for the lock, and needs a moment in which nobody has it.
      LockSupport.parkNanos(1_000_000);
      seen.add(link.look(1));
    } while (seen.get(seen.size() - 1) != Sight.IN_USE);
    send(9);
    assertEquals(9, reading.get(60, TimeUnit.SECONDS));
  }

  @Test
  void looking_leaves_the_read_timeout_as_it_was() throws IOException {
    socket.setSoTimeout(5);
    assertEquals(Sight.NOTHING, link.look(1));
    assertEquals(5, socket.getSoTimeout());
    assertThrows(SocketTimeoutException.class, () -> input.read(new byte[1], 0, 1));
  }

  @Test
  void a_read_timeout_set_while_somebody_looks_holds_afterwards() throws Exception {
    FutureTask<Sight> looking = new FutureTask<>(() -> link.look(SOON));
    new Thread(looking).start();
    while (below.getSoTimeout() != SOON) {
      Thread.onSpinWait();
    }
    socket.setSoTimeout(77);
    assertEquals(77, socket.getSoTimeout());
    send(1);
    assertEquals(Sight.BYTES, looking.get(60, TimeUnit.SECONDS));
    assertEquals(77, socket.getSoTimeout());
  }

  @Test
  void a_hook_runs_before_each_read_and_may_look() throws IOException {
    List<Sight> seen = new ArrayList<>();
    link.beforeReads(() -> seen.add(link.look(SOON)));
    send(1);
    assertEquals(1, input.read());
    server.close();
    assertEquals(-1, input.read());
    link.beforeReads(null);
    assertEquals(-1, input.read());
    assertEquals(List.of(Sight.BYTES, Sight.CUT), seen);
  }

  @Test
  void a_hook_can_end_a_read() throws IOException {
    IOException given = new IOException("enough");
    link.beforeReads(
        () -> {
          throw given;
        });
    assertSame(given, assertThrows(IOException.class, () -> input.read(new byte[1], 0, 1)));
    link.beforeReads(null);
    send(3);
    assertEquals(3, input.read());
  }

  private void read(int... bytes) throws IOException {
    send(bytes);
    input.readNBytes(bytes.length);
  }

  @Test
  void a_server_that_was_ready_and_has_said_nothing_since_is_idle() throws IOException {
    read('C', 0, 0, 0, 5, 0, 'Z', 0, 0, 0, 5, 'I');
    assertTrue(link.isReadable());
    assertTrue(link.isIdle());
    send('E');
    assertEquals(Sight.BYTES, link.look(SOON));
    assertFalse(link.isIdle());
  }

  @Test
  void what_was_read_together_with_the_readiness_is_seen() throws IOException {
    read('Z', 0, 0, 0, 5, 'I');
    read('Z', 0, 0, 0, 5, 'I', 'E', 0, 0, 0, 5, 0);
    assertFalse(link.isIdle());
    read('Z', 0, 0, 0, 5, 'I');
    assertTrue(link.isIdle());
  }

  @Test
  void a_server_in_a_transaction_is_not_idle() throws IOException {
    read('Z', 0, 0, 0, 5, 'I');
    read('Z', 0, 0, 0, 5, 'T');
    assertFalse(link.isIdle());
  }

  @Test
  void of_what_is_encrypted_only_the_arrival_is_seen() throws IOException {
    read(22, 3, 1, 0, 1, 200);
    assertFalse(link.isReadable());
    assertTrue(link.isIdle());
    send(21);
    assertEquals(Sight.BYTES, link.look(SOON));
    assertFalse(link.isIdle());
  }
}
