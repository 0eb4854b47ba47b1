package io.github.pgbackground.internal.jdbc.run;

import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.rewrite.QualifiedText;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import java.sql.SQLException;

/** The way of one execution's statements onto the bridge. */
public final class Entrance {
  private final CallingConnection connection;
  private final Execution execution;
  private final Script script;

  public Entrance(CallingConnection connection, Execution execution, Script script) {
    this.connection = connection;
    this.execution = execution;
    this.script = script;
  }

  /** The statement's text, now that the server has what it needs. */
  public QualifiedText enter(Part.Bridged part) throws SQLException {
    try {
      return connection.bridge().enter(script, part, execution);
    } catch (SQLException e) {
      throw connection.session().fail(e, execution);
    }
  }

  /** Fails the statement if it has made something that would be dropped with the session. */
  void checkKept() throws SQLException {
    try {
      connection.bridge().checkKept(execution);
    } catch (SQLException e) {
      throw connection.session().fail(e, execution);
    }
  }

  /** The statement's text: a parameter's older name is known to this driver's functions alone. */
  public String text(Part.Respelled part) throws SQLException {
    return connection.session().installation().presence().isBridge()
        ? part.text()
        : script.text(part);
  }
}
