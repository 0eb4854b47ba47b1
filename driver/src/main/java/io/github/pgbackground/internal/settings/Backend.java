package io.github.pgbackground.internal.settings;

/** Who serves the calls of pg_background that a session's statements have. */
public enum Backend {
  /** The extension where the database has it, else this driver. */
  AUTO,
  /** This driver, wherever it sees a call. */
  CLIENT,
  /** The server, whatever it has: this driver passes everything on. */
  SERVER
}
