package io.github.pgbackground.internal.link.tap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Notices of one SQLSTATE are taken out of what pgjdbc reads, and others put in their place. */
class NoticeTapTest {
  private static final String LONGER = "more".repeat(60);

  private final NoticeTap tap = new NoticeTap("PGB01");
  private final CutStream stream = new CutStream();
  private final List<String> taken = new ArrayList<>();
  private int overs;

  private static byte[] message(char type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) type)
        .putInt(4 + bytes.length)
        .put(bytes)
        .array();
  }

  private static String notice(String sqlState, String text) {
    return "SINFO\0VINFO\0C" + sqlState + "\0M" + text + "\0\0";
  }

  private void takes(Runnable meanwhile) {
    tap.tellTo(
        new NoticeTaker() {
          @Override
          public void take(String fields) {
            taken.add(fields);
          }

          @Override
          public String written(String fields) {
            return fields.replace("own", "").replace("less", LONGER);
          }

          @Override
          public boolean goOn() {
            meanwhile.run();
            return false;
          }

          @Override
          public void over() {
            overs++;
          }
        });
  }

  private byte[] read(Random random) throws IOException {
    return stream.read(tap::read, random);
  }

  @Test
  void only_the_notices_of_its_state_are_taken_however_the_stream_is_cut() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      stream.reset();
      taken.clear();
      takes(() -> {});
      int asked = 0;
      for (int i = 0; i < 40; i++) {
        switch (random.nextInt(5)) {
          case 0 -> {
            stream.isTaken(message('N', notice("PGB01", "ask " + asked)));
            asked++;
          }
          case 1 -> stream.passes(message('N', notice("00000", "CPGB01" + "x".repeat(i))));
          case 2 -> stream.passes(message('D', "N".repeat(random.nextInt(100))));
          case 3 -> stream.passes(message('Z', ""));
          default -> stream.passes(message('N', notice("PGB012", "another state")));
        }
      }

      assertArrayEquals(stream.expected(), read(random), "seed " + seed);
      List<String> asks = new ArrayList<>();
      for (int i = 0; i < asked; i++) {
        String body = notice("PGB01", "ask " + i);
        asks.add(body.substring(0, body.length() - 1));
      }
      assertEquals(asks, taken);
    }
  }

  @Test
  void an_error_is_read_as_the_taker_has_written_it_however_the_stream_is_cut() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      stream.reset();
      takes(() -> {});
      for (int i = 0; i < 20; i++) {
        String around = "x".repeat(random.nextInt(100));
        stream.passes(message('D', around));
        boolean longer = random.nextBoolean();
        String error = "SERROR\0M" + around;
        stream.isTaken(message('E', error + "own\0Wown" + (longer ? "less" : "") + "\0\0"));
        stream.isInserted(message('E', error + "\0W" + (longer ? LONGER : "") + "\0\0"));
        stream.passes(message('Z', "I"));
      }
      assertArrayEquals(stream.expected(), read(random), "seed " + seed);
    }
  }

  @Test
  void what_is_inserted_comes_after_what_has_arrived_and_before_the_rest() throws IOException {
    takes(() -> tap.insert("C00000\0Minserted\0".getBytes(StandardCharsets.UTF_8)));
    stream.passes(message('D', "before"));
    stream.isTaken(message('N', notice("PGB01", "ask")));
    stream.isInserted(message('N', "C00000\0Minserted\0\0"));
    byte[] rest = message('D', "after");
    ByteArrayInputStream first = new ByteArrayInputStream(stream.sent());
    ByteArrayInputStream second = new ByteArrayInputStream(rest);
    stream.isInserted(rest);

    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buffer = new byte[100];
    NoticeTap.Source source =
        (to, from, length) ->
            first.available() > 0 ? first.read(to, from, length) : second.read(to, from, length);
    for (int n = tap.read(source, buffer, 0, 100); n >= 0; n = tap.read(source, buffer, 0, 100)) {
      got.write(buffer, 0, n);
    }
    assertArrayEquals(stream.expected(), got.toByteArray());
  }

  @Test
  void what_is_inserted_stands_between_messages_however_much_came_behind_the_notice()
      throws IOException {
    byte[] inserted = message('N', "C00000\0Minserted\0\0");
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      stream.reset();
      takes(() -> tap.insert("C00000\0Minserted\0".getBytes(StandardCharsets.UTF_8)));
      for (int i = 0; i < 20; i++) {
        stream.isTaken(message('N', notice("PGB01", "ask".repeat(random.nextInt(60)))));
        stream.passes(message('D', "x".repeat(random.nextInt(100))));
      }

      ByteBuffer got = ByteBuffer.wrap(read(random));
      ByteArrayOutputStream others = new ByteArrayOutputStream();
      int insertions = 0;
      while (got.hasRemaining()) {
        byte[] next = new byte[1 + got.getInt(got.position() + 1)];
        got.get(next);
        if (Arrays.equals(next, inserted)) {
          insertions++;
        } else {
          others.writeBytes(next);
        }
      }
      assertArrayEquals(stream.expected(), others.toByteArray(), "seed " + seed);
      assertEquals(20, insertions, "seed " + seed);
    }
  }

  @Test
  void a_notice_may_be_larger_than_what_is_read_at_once() throws IOException {
    takes(() -> {});
    String text = "long".repeat(1_000_000);
    stream.isTaken(message('N', notice("PGB01", text)));
    stream.passes(message('Z', "I"));

    assertArrayEquals(stream.expected(), read(new Random(3)));
    assertEquals(List.of(("SINFO\0VINFO\0CPGB01\0M" + text + "\0")), taken);
  }

  @Test
  void the_taker_is_told_when_the_server_is_ready_again() throws IOException {
    takes(() -> {});
    stream.isTaken(message('N', notice("PGB01", "ask")));
    stream.isTaken(message('N', notice("PGB01", "ask")));
    stream.passes(message('C', "DO"));
    stream.passes(message('Z', "I"));
    stream.passes(message('C', "SELECT"));
    stream.passes(message('Z', "I"));

    assertArrayEquals(stream.expected(), read(new Random(2)));
    assertEquals(1, overs);
  }

  @Test
  void nothing_is_looked_at_without_a_taker() throws IOException {
    stream.passes(message('N', notice("PGB01", "ask")));
    assertArrayEquals(stream.expected(), read(new Random(1)));
  }
}
