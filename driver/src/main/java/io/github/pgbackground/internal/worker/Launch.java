package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.spool.Bounds;

/**
 * What a job is asked to do.
 *
 * @param sql the text, of any number of statements
 * @param state what the launching session looked like
 * @param readable whether anybody can read its rows; if not, they are thrown away as they come
 * @param standardConformingStrings how the session, and so its worker, reads string literals
 * @param output how much of its output may wait for a reader
 */
public record Launch(
    String sql,
    SessionState state,
    boolean readable,
    boolean standardConformingStrings,
    Bounds output) {}
