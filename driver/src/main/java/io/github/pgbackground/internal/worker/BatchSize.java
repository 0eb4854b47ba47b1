package io.github.pgbackground.internal.worker;

/**
 * How many rows a worker asks for at once: few at first, since nobody knows how wide they are, then
 * about {@link #TARGET} bytes of them. However narrow they have been, the next ones may be wide,
 * and what was asked for comes: in a small heap they are few.
 */
final class BatchSize {
  /** Sixteen rows of a megabyte still fit into a small heap. */
  static final int FIRST = 16;

  /** Costs of a round trip do not show any more. */
  private static final int MOST = 10_000;

  /** So wide may all rows of a batch be, unforeseen, and take a quarter of the heap. */
  private static final int WIDE = 1 << 16;

  private static final long TARGET = 1 << 20;

  /** Later rows may be wider. */
  private static final int GROWTH = 16;

  private static final int FITTING = fitting(Runtime.getRuntime().maxMemory());

  private BatchSize() {}

  /**
   * How many rows may be asked for at most.
   *
   * @param heap its size in bytes
   */
  static int fitting(long heap) {
    return (int) Math.max(FIRST, Math.min(MOST, heap / 4 / WIDE));
  }

  /**
   * The size of the next batch.
   *
   * @param rows of the batch before
   * @param bytes it takes
   */
  static int after(int rows, long bytes) {
    long fitting = TARGET * rows / Math.max(1, bytes);
    return (int) Math.max(1, Math.min(fitting, Math.min(FITTING, (long) GROWTH * rows)));
  }
}
