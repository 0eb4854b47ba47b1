package io.github.pgbackground.internal.session.feed;

import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.rewrite.Rewriting;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** A statement with rows of ours in it, which can be bound once. */
public final class FedStatement {
  private final Rewriting statement;
  private final Bindings bindings;

  FedStatement(Rewriting statement, Bindings bindings) {
    this.statement = statement;
    this.bindings = bindings;
  }

  /** Its text, to be prepared. */
  public String text() {
    return statement.text();
  }

  /** Binds the rows, which are gone from here then, and the application's parameters. */
  public void bind(PreparedStatement prepared) throws SQLException {
    statement.bind(prepared, bindings);
  }

  /** The error as the server would have raised it for the application's own text. */
  public SQLException translated(PSQLException error) {
    return statement.translated(error);
  }
}
