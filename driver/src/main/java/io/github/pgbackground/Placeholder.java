package io.github.pgbackground;

/** Goes away with the first real class. */
final class Placeholder {
  private Placeholder() {}

  static String name() {
    return "pgbackground";
  }
}
