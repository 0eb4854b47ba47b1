package io.github.pgbackground.internal.jdbc.run;

import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.configure.Configuration;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.recognition.SettingCode;
import io.github.pgbackground.internal.sql.recognition.StoredTypes;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import org.postgresql.core.BaseConnection;

/**
 * What the parts of a text may do, as far as the text says, that has to be looked at behind them or
 * taken back. Asks no server.
 *
 * @param connection knows how it reads string literals
 */
record Precautions(Script script, Bindings bindings, BaseConnection connection) {

  /** Whether the parts have to commit together, or what one has done may have to be taken back. */
  boolean needTransaction() {
    return (script.parts().size() > 1 || mayBeTakenBack(script.parts().get(0)))
        && !script.parts().stream().allMatch(Part.Served.class::isInstance)
        && !controlsTransactions();
  }

  /** Whether a statement may fail, on this side, when the server has run some of it, or all. */
  private boolean mayBeTakenBack(Part part) {
    return part instanceof Part.Extension
        || part instanceof Part.Granting
        || mayKeep(part)
        || maySet(part);
  }

  /** Whether a statement may set settings of pg_background to what only the server knows. */
  boolean maySet(Part part) {
    return (part instanceof Part.Configuring configuring
            && Configuration.computes(configuring, bindings))
        || setsInCode(part);
  }

  /** Whether code in a statement may set settings of pg_background, and can be taken back. */
  private boolean setsInCode(Part part) {
    return (part instanceof Part.Configuring
            || (part instanceof Part.Bridged bridged && bridged.readsSettings()))
        && SettingCode.maySet(script.text(part), connection.getStandardConformingStrings());
  }

  /** Whether a statement over the bridge makes something of what a query gives. */
  boolean mayKeep(Part part) {
    return (part instanceof Part.Bridged || part instanceof Part.Fed)
        && StoredTypes.mayKeep(script.text(part), connection.getStandardConformingStrings());
  }

  /** A text that says BEGIN or COMMIT itself gets no block around it. */
  private boolean controlsTransactions() {
    for (SqlStatement statement :
        SqlStatement.split(
            script.sql(), connection.getStandardConformingStrings(), ParameterStyle.NONE)) {
      if (statement.controlsTransaction(script.sql())) {
        return true;
      }
    }
    return false;
  }
}
