package io.github.pgbackground.internal.sql;

import io.github.pgbackground.internal.sql.BackgroundFunction.Parameter;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of one version of pg_background by their names. Immutable. */
public final class FunctionTable {

  /** The functions of pg_background 1.8 that this driver serves. */
  public static final FunctionTable V1_8 =
      new FunctionTable(
          new BackgroundFunction(
              "pg_background_launch",
              List.of(
                  new Parameter("sql", BackgroundFunction.Type.TEXT, false),
                  new Parameter("queue_size", BackgroundFunction.Type.INT4, true)),
              Result.INT4,
              List.of(
                  "select pg_background_launch('vacuum verbose t')",
                  "select pg_background_launch($$select 'it''s'$$, 65536) as pid",
                  "SELECT PG_BACKGROUND_LAUNCH(queue_size => 65536, sql := format('select %L', 1))",
                  "select p from public.pg_background_launch('select ' || 40 + 2) as p")),
          new BackgroundFunction(
              "pg_background_result",
              List.of(new Parameter("pid", BackgroundFunction.Type.INT4, false)),
              Result.RECORDS,
              List.of(
                  "select * from pg_background_result(4711) as r(a int, b text)",
                  "select r.a as one, b from pg_background_result(4711) r(a int, b numeric(5,1))",
                  "select * from pg_background_result(pg_background_launch('select 1')) as (a int)",
                  "select pg_background_result(pid => 4711)")),
          new BackgroundFunction(
              "pg_background_detach",
              List.of(new Parameter("pid", BackgroundFunction.Type.INT4, false)),
              Result.VOID,
              List.of(
                  "select pg_background_detach(4711)",
                  "select pg_background_detach(pg_background_launch('analyze'))",
                  "select \"pg_background_detach\"(\"pid\" => -1) \"Gone\"")));

  private final Map<String, BackgroundFunction> byName = new LinkedHashMap<>();

  private FunctionTable(BackgroundFunction... functions) {
    for (BackgroundFunction function : functions) {
      byName.put(function.name(), function);
    }
  }

  /** All functions, in the order of the extension's documentation. */
  public Collection<BackgroundFunction> functions() {
    return byName.values();
  }

  /** The function with this name, exactly. */
  public @Nullable BackgroundFunction find(String name) {
    return byName.get(name);
  }
}
