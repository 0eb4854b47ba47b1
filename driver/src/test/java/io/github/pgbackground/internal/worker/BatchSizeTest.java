package io.github.pgbackground.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BatchSizeTest {
  private static final long MEGABYTE = 1 << 20;

  @Test
  void batches_of_wide_rows_are_about_a_megabyte() {
    assertEquals(10, BatchSize.after(16, 16 * MEGABYTE / 10));
    assertEquals(1, BatchSize.after(16, 160 * MEGABYTE));
  }

  @Test
  void batches_of_narrow_rows_grow_step_by_step() {
    assertTrue(BatchSize.after(16, 16 * 50) <= 16 * 16);
    assertTrue(BatchSize.after(16, 16 * 50) > 16);
  }

  @Test
  void in_a_small_heap_rows_that_become_wide_find_room() {
    assertEquals(256, BatchSize.fitting(64 * MEGABYTE));
    assertEquals(BatchSize.FIRST, BatchSize.fitting(1));
  }

  @Test
  void in_a_large_heap_there_are_no_more_than_round_trips_cost() {
    assertEquals(10_000, BatchSize.fitting(Long.MAX_VALUE));
  }
}
