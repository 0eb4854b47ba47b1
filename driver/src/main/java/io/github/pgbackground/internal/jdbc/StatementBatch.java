package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.jdbc.result.WarningChain;
import io.github.pgbackground.internal.jdbc.run.ImplicitTransaction;
import io.github.pgbackground.internal.jdbc.run.ServedBatch;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts added to a statement's batch, which pgjdbc runs as long as there is no call in them;
 * used by one thread at a time.
 */
final class StatementBatch {
  private final BackgroundStatement owner;
  private final List<String> texts = new ArrayList<>();
  private boolean hasCalls;

  StatementBatch(BackgroundStatement owner) {
    this.owner = owner;
  }

  /** Or whether they execute what was prepared, with calls, after they had been added. */
  boolean hasCalls() throws SQLException {
    BackgroundConnection connection = owner.connection();
    if (hasCalls || connection.bridge().prepared().isEmpty()) {
      return hasCalls;
    }
    for (String text : texts) {
      hasCalls |= connection.recognise(text, ParameterStyle.NONE) != null;
    }
    return hasCalls;
  }

  void add(String sql) throws SQLException {
    owner.checkOpen();
    Script script = owner.connection().recognise(sql, ParameterStyle.NONE);
    if (script == null) {
      // The delegate checks it, and may have to run it.
      owner.delegate().addBatch(sql);
    } else if (script.parts().size() > 1) {
      throw ServedBatch.severalStatements();
    }
    hasCalls |= script != null;
    texts.add(sql);
  }

  void clear() throws SQLException {
    owner.delegate().clearBatch();
    forget();
  }

  /** The delegate has run the batch itself. */
  void forget() {
    texts.clear();
    hasCalls = false;
  }

  /** Runs the entries one by one, in one transaction, as pgjdbc sends a batch. */
  long[] run(WarningChain warnings) throws SQLException {
    List<String> entries = List.copyOf(texts);
    clear();
    long[] counts = new long[entries.size()];
    BackgroundConnection connection = owner.connection();
    if (ImplicitTransaction.isMissing(connection)) {
      owner.within(
          warnings,
          execution ->
              ImplicitTransaction.around(
                  connection, execution, () -> run(entries, counts, warnings)));
    } else {
      run(entries, counts, warnings);
    }
    return counts;
  }

  private void run(List<String> entries, long[] counts, WarningChain warnings) throws SQLException {
    for (int i = 0; i < counts.length; i++) {
      try {
        Script script = script(entries.get(i));
        counts[i] = owner.served(script, Bindings.NONE, warnings, ServedBatch::count);
      } catch (SQLException e) {
        throw ServedBatch.failure(i, entries.get(i), counts.length, e);
      }
    }
  }

  /** An entry without calls, too: so its warnings, its cancel and its timeout are the batch's. */
  private Script script(String sql) throws SQLException {
    Script script = owner.connection().recognise(sql, ParameterStyle.NONE);
    return script != null
        ? script
        : new Script(sql, List.of(new Part.Passed(0, sql.length(), new Parameters(1, 0))), 0);
  }
}
