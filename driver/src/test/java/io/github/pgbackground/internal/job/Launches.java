package io.github.pgbackground.internal.job;

import io.github.pgbackground.internal.spool.Bounds;
import io.github.pgbackground.internal.state.States;
import io.github.pgbackground.internal.state.TimeLimit;

/** Launches that no session has made. */
public final class Launches {
  private Launches() {}

  /** Of a text whose rows are read, for as long as it takes. */
  public static Launch of(String text) {
    return new Launch(
        text, States.PLAIN, true, true, TimeLimit.NONE, new Bounds(65_536, 0), Nesting.NONE, true);
  }
}
