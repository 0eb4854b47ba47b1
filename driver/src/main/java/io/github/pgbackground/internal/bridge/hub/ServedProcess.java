package io.github.pgbackground.internal.bridge.hub;

import io.github.pgbackground.internal.bridge.request.Request;

/**
 * How far a process that is served has come with its requests, which take turns at its locks.
 * Immutable.
 *
 * @param worker whether it is a worker of this driver
 * @param object the answer that has not been removed yet, 0 for none
 * @param turn which of its locks is held, {@link #NO_TURN} where somebody else has it
 */
record ServedProcess(boolean worker, long object, int turn) {
  private static final int NO_TURN = -1;

  /** One that has asked for nothing yet. */
  static ServedProcess of(boolean worker) {
    return new ServedProcess(worker, 0, 0);
  }

  /** Whether somebody else has the lock of its turn. */
  boolean hasLostTurn() {
    return turn == NO_TURN;
  }

  /** Whether the request is of its turn: else it waits for a lock of somebody else's. */
  boolean mayAsk(Request request) {
    return turn == request.turn();
  }

  /** Whether the request was the last one taken, and its answer is the next. */
  boolean awaits(Request request) {
    return turn == (request.turn() + 1) % Request.TURNS;
  }

  ServedProcess with(long newObject) {
    return new ServedProcess(worker, newObject, turn);
  }

  /**
   * Its next turn.
   *
   * @param isLocked whether that turn's lock could be had
   */
  ServedProcess next(boolean isLocked) {
    return new ServedProcess(worker, object, isLocked ? (turn + 1) % Request.TURNS : NO_TURN);
  }
}
