package io.github.pgbackground.internal.spool;

/**
 * How much may wait.
 *
 * @param memory bytes of the heap; one item may be larger
 * @param file bytes of the file that takes what is beyond; 0 for no file
 */
public record Bounds(long memory, long file) {}
