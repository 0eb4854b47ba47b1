package io.github.pgbackground.internal.job;

import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.util.PSQLException;

/** What came of a job. */
public sealed interface Outcome {

  /** The text's last statement returned rows, which the job's reader takes from the job. */
  record Rows(List<Field> fields) implements Outcome {}

  /** The last statement returned no rows: the command tags of all statements, in order. */
  record Tags(List<String> tags) implements Outcome {}

  /** The text failed, and nothing of it is committed. */
  record Failed(PSQLException error) implements Outcome {}
}
