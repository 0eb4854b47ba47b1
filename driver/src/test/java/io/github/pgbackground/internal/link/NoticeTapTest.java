package io.github.pgbackground.internal.link;

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

class NoticeTapTest {
  private static final String LONGER = "more".repeat(60);

  private final NoticeTap tap = new NoticeTap("PGB01");
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
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

  private void passes(byte[] message) {
    sent.writeBytes(message);
    expected.writeBytes(message);
  }

  private void takes(Runnable meanwhile) {
    tap.tellTo(
        new Link.NoticeTaker() {
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

  /** What pgjdbc gets when the network and pgjdbc cut the stream as they like. */
  private byte[] read(Random random) throws IOException {
    ByteArrayInputStream server = new ByteArrayInputStream(sent.toByteArray());
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

  @Test
  void onlyTheNoticesOfItsStateAreTakenHoweverTheStreamIsCut() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      sent.reset();
      expected.reset();
      taken.clear();
      takes(() -> {});
      int asked = 0;
      for (int i = 0; i < 40; i++) {
        switch (random.nextInt(5)) {
          case 0 -> {
            sent.writeBytes(message('N', notice("PGB01", "ask " + asked)));
            asked++;
          }
          case 1 -> passes(message('N', notice("00000", "CPGB01" + "x".repeat(i))));
          case 2 -> passes(message('D', "N".repeat(random.nextInt(100))));
          case 3 -> passes(message('Z', ""));
          default -> passes(message('N', notice("PGB012", "another state")));
        }
      }

      assertArrayEquals(expected.toByteArray(), read(random), "seed " + seed);
      List<String> asks = new ArrayList<>();
      for (int i = 0; i < asked; i++) {
        String body = notice("PGB01", "ask " + i);
        asks.add(body.substring(0, body.length() - 1));
      }
      assertEquals(asks, taken);
    }
  }

  @Test
  void anErrorIsReadAsTheTakerHasWrittenItHoweverTheStreamIsCut() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      sent.reset();
      expected.reset();
      takes(() -> {});
      for (int i = 0; i < 20; i++) {
        String around = "x".repeat(random.nextInt(100));
        passes(message('D', around));
        boolean longer = random.nextBoolean();
        String error = "SERROR\0M" + around;
        sent.writeBytes(message('E', error + "own\0Wown" + (longer ? "less" : "") + "\0\0"));
        expected.writeBytes(message('E', error + "\0W" + (longer ? LONGER : "") + "\0\0"));
        passes(message('Z', "I"));
      }
      assertArrayEquals(expected.toByteArray(), read(random), "seed " + seed);
    }
  }

  @Test
  void whatIsInsertedComesAfterWhatHasArrivedAndBeforeTheRest() throws IOException {
    takes(() -> tap.insert("C00000\0Minserted\0".getBytes(StandardCharsets.UTF_8)));
    passes(message('D', "before"));
    sent.writeBytes(message('N', notice("PGB01", "ask")));
    expected.writeBytes(message('N', "C00000\0Minserted\0\0"));
    byte[] rest = message('D', "after");
    ByteArrayInputStream first = new ByteArrayInputStream(sent.toByteArray());
    ByteArrayInputStream second = new ByteArrayInputStream(rest);
    expected.writeBytes(rest);

    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buffer = new byte[100];
    NoticeTap.Source source =
        (to, from, length) ->
            first.available() > 0 ? first.read(to, from, length) : second.read(to, from, length);
    for (int n = tap.read(source, buffer, 0, 100); n >= 0; n = tap.read(source, buffer, 0, 100)) {
      got.write(buffer, 0, n);
    }
    assertArrayEquals(expected.toByteArray(), got.toByteArray());
  }

  @Test
  void whatIsInsertedStandsBetweenMessagesHoweverMuchCameBehindTheNotice() throws IOException {
    byte[] inserted = message('N', "C00000\0Minserted\0\0");
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      sent.reset();
      expected.reset();
      takes(() -> tap.insert("C00000\0Minserted\0".getBytes(StandardCharsets.UTF_8)));
      for (int i = 0; i < 20; i++) {
        sent.writeBytes(message('N', notice("PGB01", "ask".repeat(random.nextInt(60)))));
        passes(message('D', "x".repeat(random.nextInt(100))));
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
      assertArrayEquals(expected.toByteArray(), others.toByteArray(), "seed " + seed);
      assertEquals(20, insertions, "seed " + seed);
    }
  }

  @Test
  void aNoticeMayBeLargerThanWhatIsReadAtOnce() throws IOException {
    takes(() -> {});
    String text = "long".repeat(1_000_000);
    sent.writeBytes(message('N', notice("PGB01", text)));
    passes(message('Z', "I"));

    assertArrayEquals(expected.toByteArray(), read(new Random(3)));
    assertEquals(List.of(("SINFO\0VINFO\0CPGB01\0M" + text + "\0")), taken);
  }

  @Test
  void theTakerIsToldWhenTheServerIsReadyAgain() throws IOException {
    takes(() -> {});
    sent.writeBytes(message('N', notice("PGB01", "ask")));
    sent.writeBytes(message('N', notice("PGB01", "ask")));
    passes(message('C', "DO"));
    passes(message('Z', "I"));
    passes(message('C', "SELECT"));
    passes(message('Z', "I"));

    assertArrayEquals(expected.toByteArray(), read(new Random(2)));
    assertEquals(1, overs);
  }

  @Test
  void nothingIsLookedAtWithoutATaker() throws IOException {
    passes(message('N', notice("PGB01", "ask")));
    assertArrayEquals(expected.toByteArray(), read(new Random(1)));
  }
}
