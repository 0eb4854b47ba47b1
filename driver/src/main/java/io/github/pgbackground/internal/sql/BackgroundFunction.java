package io.github.pgbackground.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function of pg_background: what it is called with, what it gives, and texts that call it. All
 * of them are strict: with a null argument the result is null, or no rows.
 */
public record BackgroundFunction(
    String name, List<Parameter> parameters, Result result, List<String> examples) {

  public BackgroundFunction {
    parameters = List.copyOf(parameters);
    examples = List.copyOf(examples);
  }

  /** The place of the parameter with this name, or -1. */
  public int indexOf(String parameterName) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(parameterName)) {
        return i;
      }
    }
    return -1;
  }

  /** One parameter; an optional one has a default. */
  public record Parameter(String name, Type type, boolean optional) {}

  /** The types of parameters. */
  public enum Type {
    TEXT("text"),
    INT4("int4");

    private final String postgresName;

    Type(String postgresName) {
      this.postgresName = postgresName;
    }

    /** The type's name in {@code pg_catalog}. */
    public String postgresName() {
      return postgresName;
    }
  }

  /** What a call gives. */
  public enum Result {
    INT4(Type.INT4),
    VOID(null),
    /** {@code setof record}; the caller's column definition list says what is in it. */
    RECORDS(null);

    private final @Nullable Type type;

    Result(@Nullable Type type) {
      this.type = type;
    }

    /** Whether a call stands for one value, not for rows. */
    public boolean scalar() {
      return this != RECORDS;
    }

    /** Whether the result can be the argument for a parameter of the given type as it is. */
    public boolean fits(Type parameter) {
      return type == parameter;
    }
  }
}
