package io.github.pgbackground.internal.worker;

/**
 * How many rows a worker asks for at once: few at first, since nobody knows how wide they are, then
 * about {@link #TARGET} bytes of them.
 */
final class BatchSize {
  /** Sixteen rows of a megabyte still fit into a small heap. */
  static final int FIRST = 16;

  /** Costs of a round trip do not show any more. */
  private static final int MOST = 10_000;

  private static final long TARGET = 1 << 20;

  /** Later rows may be wider. */
  private static final int GROWTH = 16;

  private BatchSize() {}

  /**
   * The size of the next batch.
   *
   * @param rows of the batch before
   * @param bytes it takes
   */
  static int after(int rows, long bytes) {
    long fitting = TARGET * rows / Math.max(1, bytes);
    return (int) Math.max(1, Math.min(fitting, Math.min(MOST, (long) GROWTH * rows)));
  }
}
