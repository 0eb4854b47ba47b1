package io.github.pgbackground.internal.worker;

import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;

/** What came of a job. Immutable, but that the one reader of {@link Rows} takes its list. */
public sealed interface Outcome {

  /** The rows of the text's last statement. */
  record Rows(List<Field> fields, List<Tuple> tuples) implements Outcome {}

  /** The last statement returned no rows: the command tags of all statements, in order. */
  record Tags(List<String> tags) implements Outcome {}

  /** The text failed, and nothing of it is committed. */
  record Failed(PSQLException error) implements Outcome {}
}
