package io.github.pgbackground.examples;

/** The tour, to be written. */
public final class Tour {
  private Tour() {}

  public static void main(String[] args) {
    System.out.println("The tour is not written yet: " + String.join(" ", args));
  }
}
