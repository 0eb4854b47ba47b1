package io.github.pgbackground.internal.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolTest {

  /** Arrays that take as many bytes as they have, and four more in a file. */
  private static final class Bytes implements Format<byte[]> {
    @Override
    public long bytes(byte[] item) {
      return item.length;
    }

    @Override
    public void write(byte[] item, DataOutput out) throws IOException {
      out.writeInt(item.length);
      out.write(item);
    }

    @Override
    public byte[] read(DataInput in) throws IOException {
      byte[] item = new byte[in.readInt()];
      in.readFully(item);
      return item;
    }
  }

  private static Spool<byte[]> spool(long memory, long file) {
    return new Spool<>(new Bytes(), new Bounds(memory, file), bytes -> {});
  }

  private static byte[] item(int number, int length) {
    byte[] item = new byte[length];
    Arrays.fill(item, (byte) number);
    return item;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void what_goes_in_comes_out_in_order_however_much_waits_where(long seed) throws Exception {
    Random random = new Random(seed);
    Spool<byte[]> spool = spool(1_000, 300_000);
    ArrayDeque<byte[]> expected = new ArrayDeque<>();
    long waiting = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean fills = i / 1_000 % 2 == 0;
      int length = random.nextInt(random.nextInt(20) == 0 ? 100_000 : 200);
      if (random.nextInt(3) == 0 == fills || waiting + length + 4 > 200_000) {
        byte[] oldest = expected.poll();
        byte[] got = spool.poll();
        if (oldest == null) {
          assertNull(got);
        } else {
          assertEquals(0, Arrays.compare(oldest, got));
          waiting -= oldest.length + 4;
        }
      } else {
        byte[] item = item(i, length);
        spool.add(item);
        expected.add(item);
        waiting += length + 4;
      }
    }
    spool.drop();
  }

  @Test
  void what_fits_into_memory_is_the_same_object_and_one_item_always_fits() throws Exception {
    Spool<byte[]> spool = spool(10, 0);
    byte[] large = item(1, 1_000);
    spool.add(large);
    assertSame(large, spool.poll());
    byte[] first = item(2, 5);
    byte[] second = item(3, 5);
    spool.add(first);
    spool.add(second);
    assertSame(first, spool.poll());
    assertSame(second, spool.poll());
    assertNull(spool.poll());
  }

  @Test
  void what_is_offered_is_for_whoever_has_taken_all_before() throws Exception {
    Spool<byte[]> spool = spool(10, 0);
    byte[] first = item(1, 1);
    byte[] offered = item(2, 1);
    spool.add(first);
    spool.offer(offered);
    assertSame(first, spool.poll());
    assertSame(offered, spool.poll());
    assertNull(spool.poll());
    assertFalse(spool.takeBack());
    spool.offer(offered);
    assertTrue(spool.takeBack());
    assertNull(spool.poll());
  }

  @Test
  void what_is_lost_comes_behind_what_there_is() throws Exception {
    Spool<byte[]> spool = spool(10, 0);
    byte[] item = item(1, 1);
    spool.add(item);
    IOException reason = new IOException("no memory");
    spool.lose(reason);
    spool.add(item(2, 1));
    assertSame(item, spool.poll());
    assertSame(reason, assertThrows(IOException.class, spool::poll));
  }

  @Test
  void cleared_it_is_as_new() throws Exception {
    Spool<byte[]> spool = spool(10, 100);
    spool.add(item(1, 10));
    spool.add(item(2, 50));
    spool.lose(new IOException("no memory"));
    spool.clear();
    assertNull(spool.poll());
    byte[] item = item(3, 90);
    spool.add(item(4, 10));
    spool.add(item);
    assertEquals(10, taken(spool.poll()).length);
    assertEquals(90, taken(spool.poll()).length);
    spool.drop();
  }

  @Test
  void what_does_not_fit_anywhere_is_lost_with_all_that_follows() throws Exception {
    Spool<byte[]> spool = spool(10, 100);
    byte[] inMemory = item(1, 10);
    spool.add(inMemory);
    spool.add(item(2, 90));
    spool.add(item(3, 90));
    spool.add(item(4, 1));
    assertSame(inMemory, spool.poll());
    assertEquals(90, taken(spool.poll()).length);
    assertThrows(IOException.class, spool::poll);
    spool.add(item(5, 1));
    assertThrows(IOException.class, spool::poll);
    spool.drop();
  }

  private static byte[] taken(byte @Nullable [] item) {
    if (item == null) {
      throw new AssertionError("nothing there");
    }
    return item;
  }

  @Test
  void a_reader_who_will_take_everything_lifts_the_bound_while_it_waits() throws Exception {
    Spool<byte[]> spool = spool(10, 0);
    spool.liftBound();
    for (int i = 0; i < 10; i++) {
      spool.add(item(i, 10));
    }
    spool.restoreBound();
    for (int i = 0; i < 10; i++) {
      assertEquals(i, taken(spool.poll())[0]);
    }
    assertNull(spool.poll());
  }

  @Test
  void what_is_dropped_takes_nothing_any_more() throws Exception {
    Spool<byte[]> spool = spool(0, 1_000);
    spool.add(item(1, 10));
    spool.add(item(2, 10));
    spool.drop();
    spool.add(item(3, 10));
    assertNull(spool.poll());
  }

  @Test
  void a_reader_may_be_interrupted_and_loses_nothing() throws Exception {
    Spool<byte[]> spool = spool(0, 1_000);
    for (int i = 0; i < 3; i++) {
      spool.add(item(i, 10));
    }
    Thread.currentThread().interrupt();
    for (int i = 0; i < 3; i++) {
      assertEquals(i, taken(spool.poll())[0]);
    }
    assertTrue(Thread.interrupted());
    spool.drop();
  }

  @Test
  void a_producer_and_a_reader_go_along_side_by_side() throws Exception {
    Spool<byte[]> spool = spool(1_000, 10_000_000);
    int items = 50_000;
    FutureTask<Void> producer =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < items; i++) {
                spool.add(item(i, i % 150));
              }
              return null;
            });
    new Thread(producer, "producer").start();
    for (int i = 0; i < items; ) {
      byte[] item = spool.poll();
      if (item == null) {
        Thread.onSpinWait();
      } else {
        assertEquals(0, Arrays.compare(item(i, i % 150), item));
        i++;
      }
    }
    producer.get();
    assertNull(spool.poll());
    spool.drop();
  }
}
