package io.github.pgbackground.internal.bridge.request;

import io.github.pgbackground.internal.job.Job.Awaited;
import io.github.pgbackground.internal.rows.ArrayText;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import io.github.pgbackground.internal.session.function.Functions;
import io.github.pgbackground.internal.session.function.Rights;
import io.github.pgbackground.internal.session.function.Values;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what a request asks for, and says what the answer is. */
public record Desk(Session session, Execution execution, Caller caller, Rights rights) {

  /** The answer to a request. */
  public byte[] answer(Request request) throws SQLException {
    BackgroundFunction function = FunctionTable.V1_8.find(request.function());
    if (function == null) {
      throw ServerError.of("0A000", request.function() + " is not known to this driver")
          .withHint("The functions in the database are newer than the driver.")
          .toException();
    }
    Functions functions = new Functions(session, execution, rights);
    Values values = values(function, request.arguments());
    String key = request.key();
    return switch (function.result()) {
      case INT4, BOOL, VOID -> Answer.value(key, functions.scalar(function.name(), values));
      case HANDLE, STATS, PROGRESS ->
          Answer.composite(key, functions.composite(function.name(), values));
      case RECORDS ->
          function.parameters().isEmpty()
              ? Answer.value(key, handles())
              : rows(key, function, functions, values);
    };
  }

  private byte[] rows(String key, BackgroundFunction function, Functions functions, Values values)
      throws SQLException {
    RowStream rows = functions.rows(function.name(), values, null, Awaited.NEXT_ROWS);
    if (function.parameters().size() == 1) {
      session.jobs().readOnServer(values.int4(0));
    }
    try {
      return Answer.rows(key, rows, Functions.mismatch(rows), execution);
    } finally {
      rows.close();
    }
  }

  private static Values values(BackgroundFunction function, List<@Nullable String> texts) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < function.parameters().size(); i++) {
      String text = i < texts.size() ? texts.get(i) : null;
      boolean isText = function.parameters().get(i).type() == BackgroundFunction.Type.TEXT;
      values.add(text == null || isText ? text : Long.valueOf(text));
    }
    return new Values(values);
  }

  /** All handles, an array for each column; the function leaves out those that are not for all. */
  private String handles() {
    List<Handle> handles = session.jobs().all();
    List<ArrayText> columns = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      columns.add(new ArrayText());
    }
    for (Handle handle : handles) {
      if (handle.launchedMicros() == null) {
        handle.setLaunchedMicros(caller.micros() - handle.ageMicros());
      }
      add(
          columns,
          Integer.toString(handle.pid()),
          Long.toString(handle.cookie()),
          String.valueOf(handle.launchedMicros()),
          handle.user(),
          Integer.toString(handle.queueSize()),
          handle.state(),
          handle.preview(),
          handle.lastError(),
          "f");
    }
    ArrayText all = new ArrayText();
    columns.forEach(column -> all.add(column.take()));
    return new String(all.take(), StandardCharsets.UTF_8);
  }

  private static void add(List<ArrayText> columns, @Nullable String... values) {
    for (int i = 0; i < values.length; i++) {
      String value = values[i];
      columns.get(i).add(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
  }
}
