package io.github.pgbackground.internal.command;

import io.github.pgbackground.internal.command.inspection.ConnectionsInspection;
import io.github.pgbackground.internal.command.inspection.Finding;
import io.github.pgbackground.internal.command.inspection.Finding.Level;
import io.github.pgbackground.internal.command.inspection.FunctionsInspection;
import io.github.pgbackground.internal.command.inspection.Inspection;
import io.github.pgbackground.internal.command.inspection.LaunchInspection;
import io.github.pgbackground.internal.command.inspection.ProcessesInspection;
import io.github.pgbackground.internal.command.inspection.ServerInspection;
import io.github.pgbackground.internal.presence.Installation;
import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.settings.Address;
import io.github.pgbackground.internal.settings.Backend;
import io.github.pgbackground.internal.settings.Settings;
import io.github.pgbackground.internal.settings.Spelling;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** Looks at a server in several ways and prints what it finds as it finds it. Used once. */
final class Check {
  private final String url;
  private final @Nullable String user;
  private final PrintStream out;
  private boolean isSomethingToDo;

  Check(String url, @Nullable String user, PrintStream out) {
    this.url = url;
    this.user = user;
    this.out = out;
  }

  /** Returns the exit status. */
  int run() {
    Login login = new Login(url, user);
    try (Login.Entry entry = login.enter()) {
      Connection connection = entry.connection();
      Address address = Objects.requireNonNull(Address.of(url, null));
      String who = connection.getMetaData().getUserName();
      String after = " after " + entry.millis() + " ms";
      print(Finding.ok("connection", shown(address) + " as " + who + after));
      for (SQLWarning warning : Spelling.warnings(address.own().keySet())) {
        print(Finding.problem("properties", String.valueOf(warning.getMessage())));
      }
      inspect(connection, new ServerInspection());
      BaseConnection ofPgjdbc = connection.unwrap(BaseConnection.class);
      Presence presence = new Installation(ofPgjdbc, Backend.AUTO).presence();
      Settings settings = Settings.of(address.own());
      inspect(connection, new FunctionsInspection(presence, settings));
      inspect(
          connection,
          presence.leavesCalls(settings.backend())
              ? new ProcessesInspection()
              : new ConnectionsInspection(settings.maxWorkers()));
      inspect(connection, new LaunchInspection(presence));
    } catch (SQLException e) {
      print(Refusal.of(e, login));
      return Command.NO_CHECK;
    }
    return isSomethingToDo ? Command.SOMETHING_TO_DO : Command.FINE;
  }

  private static String shown(Address address) {
    return address.shownUrl().replaceFirst("^jdbc:postgresql:", "jdbc:pgbackground:");
  }

  private void inspect(Connection connection, Inspection inspection) {
    try {
      inspection.inspect(connection).forEach(this::print);
    } catch (SQLException e) {
      print(Finding.problem("check", String.valueOf(e.getMessage())));
    }
  }

  private void print(Finding finding) {
    isSomethingToDo |= finding.level() == Level.PROBLEM;
    out.printf(
        Locale.ROOT,
        "%-8s %-12s %s%n",
        finding.level().name().toLowerCase(Locale.ROOT),
        finding.subject(),
        finding.text());
    for (String advice : finding.advice()) {
      out.printf(Locale.ROOT, "%-8s %-12s -> %s%n", "", "", advice);
    }
  }
}
