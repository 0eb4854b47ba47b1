package io.github.pgbackground.internal.command;

import io.github.pgbackground.internal.command.inspection.Finding;
import java.sql.SQLException;

/** What to do where nobody can connect. */
final class Refusal {
  private Refusal() {}

  static Finding of(SQLException refused, Login login) {
    return Finding.problem(
        "connection", String.valueOf(refused.getMessage()), advice(refused, login));
  }

  private static String advice(SQLException refused, Login login) {
    if (Login.wantsPassword(refused)) {
      return login.hasPassword()
          ? "Give the right password in the URL, or none there and answer when you are asked."
          : "Give the password in PGPASSWORD or in the password file (~/.pgpass), and the user with"
              + " --user.";
    }
    return switch (String.valueOf(refused.getSQLState())) {
      case "08001", "08004", "08006" ->
          "Look at host and port in the URL, at listen_addresses of the server, and at what is in"
              + " between.";
      case "28000" ->
          "Let pg_hba.conf of the server have a line for this user, database and machine; or give"
              + " sslmode in the URL.";
      case "3D000" -> "Name another database in the URL, or create this one.";
      case "42501" -> "GRANT CONNECT ON DATABASE ... TO this user.";
      case "53300" -> "The server has no connection left: raise max_connections, or close some.";
      default -> "The URL goes on behind jdbc:pgbackground: as pgjdbc's do.";
    };
  }
}
