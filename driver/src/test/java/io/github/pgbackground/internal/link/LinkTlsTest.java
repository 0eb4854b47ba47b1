package io.github.pgbackground.internal.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.internal.link.Link.Sight;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link shows of a connection with TLS. */
class LinkTlsTest {
  /** Longer than loopback takes. */
  private static final int SOON = 60_000;

  private static final String TLS_1_3 = "TLSv1.3";

  @TempDir private static Path directory;
  private static KeyManager[] keys;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = TlsPair.makeKeys(directory);
  }

  @Test
  void the_tickets_that_follow_the_handshake_are_not_the_servers_answer() throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, TLS_1_3)) {
      assertTrue(pair.client.getSession().isValid());
      // The server has sent them before it was done with the handshake.
      assertEquals(Sight.BYTES, pair.link.look(SOON), "below TLS, where nobody reads above yet");
      InputStream input = pair.client.getInputStream();
      assertEquals(Sight.NOTHING, pair.link.look(1));
      assertEquals(Sight.NOTHING, pair.link.look(1));
      pair.send(200, 2);
      assertEquals(Sight.BYTES, pair.link.look(SOON));
      assertEquals(200, input.read());
      assertEquals(2, input.read());
    }
  }

  @Test
  void new_keys_are_not_the_servers_answer() throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, TLS_1_3)) {
      InputStream input = pair.client.getInputStream();
      pair.send(1);
      assertEquals(1, input.read());
      assertTrue(pair.server.getSession().isValid());
      pair.server.startHandshake();
      // Not before it has arrived, which takes a moment.
      assertEquals(Sight.NOTHING, pair.link.look(200));
      pair.send(2);
      assertEquals(Sight.BYTES, pair.link.look(SOON));
      assertEquals(2, input.read());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", TLS_1_3})
  void what_has_been_seen_is_read_all_the_same(String protocol) throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, protocol)) {
      InputStream input = pair.client.getInputStream();
      assertEquals(0, input.available());
      assertEquals(Sight.NOTHING, pair.link.look(1));
      pair.send(1, 2, 3);
      assertEquals(Sight.BYTES, pair.link.look(SOON));
      assertEquals(Sight.BYTES, pair.link.look(1));
      assertEquals(3, input.available());
      assertEquals(1, input.read());
      assertEquals(Sight.BYTES, pair.link.look(1), "what TLS has decrypted already");
      assertArrayEquals(new byte[] {2, 3}, input.readNBytes(2));
      assertEquals(Sight.NOTHING, pair.link.look(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", TLS_1_3})
  void the_end_is_seen(String protocol) throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, protocol)) {
      InputStream input = pair.client.getInputStream();
      pair.send(1);
      assertEquals(1, input.read());
      pair.server.close();
      assertEquals(Sight.CUT, pair.link.look(SOON));
      assertEquals(Sight.CUT, pair.link.look(1));
      assertEquals(-1, input.read());
    }
  }

  @Test
  void nobody_looks_while_somebody_reads() throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, TLS_1_3)) {
      InputStream input = pair.client.getInputStream();
      FutureTask<Integer> reading = new FutureTask<>(() -> input.read());
      new Thread(reading).start();
      Sight sight = pair.link.look(1);
      while (sight != Sight.IN_USE) {
        assertEquals(Sight.NOTHING, sight);
        // The reader waits for the lock, and needs a moment in which nobody has it.
        LockSupport.parkNanos(1_000_000);
        sight = pair.link.look(1);
      }
      pair.send(9);
      assertEquals(9, reading.get(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_hook_looks_within_a_read_and_never_within_a_look() throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, TLS_1_3)) {
      InputStream input = pair.client.getInputStream();
      List<Sight> seen = new ArrayList<>();
      pair.link.beforeReads(() -> seen.add(pair.link.look(SOON)));
      pair.send(1, 2);
      assertEquals(1, input.read());
      assertFalse(seen.isEmpty());
      assertTrue(seen.stream().allMatch(sight -> sight == Sight.BYTES), seen::toString);
      assertEquals(2, input.read());
      seen.clear();
      pair.send(3);
      assertEquals(Sight.BYTES, pair.link.look(SOON));
      assertEquals(List.of(), seen);
    }
  }

  @Test
  void looking_leaves_the_read_timeout_as_it_was() throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, TLS_1_3)) {
      InputStream input = pair.client.getInputStream();
      pair.client.setSoTimeout(5);
      assertEquals(Sight.NOTHING, pair.link.look(1));
      assertEquals(5, pair.client.getSoTimeout());
      assertThrows(SocketTimeoutException.class, () -> input.read(new byte[1], 0, 1));
    }
  }

  @Test
  void the_last_message_tells_whether_the_server_is_idle() throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, TLS_1_3)) {
      InputStream input = pair.client.getInputStream();
      assertFalse(pair.link.isReadable());
      read(pair, input, 'Z', 0, 0, 0, 5, 'I');
      assertTrue(pair.link.isReadable());
      assertTrue(pair.link.isIdle());
      read(pair, input, 'Z', 0, 0, 0, 5, 'T');
      assertFalse(pair.link.isIdle());
      read(pair, input, 'Z', 0, 0, 0, 5, 'I');
      pair.send('E');
      assertEquals(Sight.BYTES, pair.link.look(SOON));
      assertFalse(pair.link.isIdle());
    }
  }

  private static void read(TlsPair pair, InputStream input, int... bytes) throws IOException {
    pair.send(bytes);
    assertEquals(bytes.length, input.readNBytes(bytes.length).length);
  }

  @Test
  void a_close_ends_a_read() throws Exception {
    try (TlsPair pair = TlsPair.connect(keys, TLS_1_3)) {
      InputStream input = pair.client.getInputStream();
      FutureTask<Void> reading =
          new FutureTask<>(
              () -> {
                assertThrows(IOException.class, () -> readUntilItEnds(input));
                return null;
              });
      new Thread(reading).start();
      while (pair.link.look(1) != Sight.IN_USE) {
        LockSupport.parkNanos(1_000_000);
      }
      pair.client.close();
      reading.get(60, TimeUnit.SECONDS);
    }
  }

  private static void readUntilItEnds(InputStream input) throws IOException {
    if (input.read() < 0) {
      throw new IOException("the end");
    }
  }
}
