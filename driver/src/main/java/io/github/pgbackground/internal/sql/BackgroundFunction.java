package io.github.pgbackground.internal.sql;

import java.util.List;

/**
 * One function of pg_background: what it is called with, what it gives, and texts that call it.
 *
 * @param remarks what it does, in a sentence for people
 * @param strict whether, with a null argument, it is not run at all: the result is null, or no rows
 */
public record BackgroundFunction(
    String name,
    String remarks,
    boolean strict,
    List<Parameter> parameters,
    Result result,
    List<String> examples) {

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

  /** Whether a call launches a job: nothing else gives the means to name one. */
  public boolean launches() {
    return result == Result.INT4 || result == Result.HANDLE;
  }

  /** One parameter; an optional one has a default. */
  public record Parameter(String name, Type type, boolean optional) {}

  /** One column of a composite type. */
  public record Attribute(String name, Type type) {}

  /** The types of parameters and of what composite types have. */
  public enum Type {
    TEXT("text"),
    INT4("int4"),
    INT8("int8"),
    FLOAT8("float8");

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
    INT4("int4"),
    BOOL("bool"),
    VOID("void"),
    /** {@code setof record}; the caller's column definition list says what is in it. */
    RECORDS("record"),
    /** {@code pg_background_handle}. */
    HANDLE(
        "pg_background_handle",
        new Attribute("pid", Type.INT4),
        new Attribute("cookie", Type.INT8)),
    /** {@code pg_background_stats}. */
    STATS(
        "pg_background_stats",
        new Attribute("workers_launched", Type.INT8),
        new Attribute("workers_completed", Type.INT8),
        new Attribute("workers_failed", Type.INT8),
        new Attribute("workers_canceled", Type.INT8),
        new Attribute("workers_active", Type.INT4),
        new Attribute("avg_execution_ms", Type.FLOAT8),
        new Attribute("max_workers", Type.INT4)),
    /** {@code pg_background_progress}. */
    PROGRESS(
        "pg_background_progress",
        new Attribute("progress_pct", Type.INT4),
        new Attribute("progress_msg", Type.TEXT));

    private final String typeName;

    /** As {@link List#of} made it. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Attribute> attributes;

    Result(String typeName, Attribute... attributes) {
      this.typeName = typeName;
      this.attributes = List.of(attributes);
    }

    /** Whether a call stands for one value without parts. */
    public boolean scalar() {
      return this != RECORDS && !composite();
    }

    /** Whether a call stands for one row of a type with a name. */
    public boolean composite() {
      return !attributes.isEmpty();
    }

    /** The name of the type: of a value, or of each row. */
    public String typeName() {
      return typeName;
    }

    /** What a declaration of a function says that it returns. */
    public String sql() {
      return this == RECORDS ? "setof " + typeName : typeName;
    }

    /** The columns of a composite type, none of any other. */
    public List<Attribute> attributes() {
      return attributes;
    }

    /** Whether the result can be the argument for a parameter of the given type as it is. */
    public boolean fits(Type parameter) {
      return this == INT4 && parameter == Type.INT4;
    }
  }
}
