package io.github.pgbackground.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement does with the extension pg_background itself; names are without quotes. */
public sealed interface ExtensionCommand {

  /** The name of the extension. */
  String EXTENSION = "pg_background";

  /** What its kind of statement is called, in upper case. */
  String tag();

  /**
   * {@code CREATE EXTENSION}.
   *
   * @param schema null for the first one of the search path
   * @param version null for the one there is
   */
  record Create(boolean ifNotExists, @Nullable String schema, @Nullable String version)
      implements ExtensionCommand {
    @Override
    public String tag() {
      return "CREATE EXTENSION";
    }
  }

  /**
   * {@code DROP EXTENSION}.
   *
   * @param others the names of other extensions that it drops, as they are written
   */
  record Drop(boolean ifExists, List<String> others, boolean cascade) implements ExtensionCommand {
    public Drop {
      others = List.copyOf(others);
    }

    @Override
    public String tag() {
      return "DROP EXTENSION";
    }
  }

  /**
   * {@code ALTER EXTENSION … UPDATE}.
   *
   * @param version null for the latest
   */
  record Update(@Nullable String version) implements ExtensionCommand {
    @Override
    public String tag() {
      return "ALTER EXTENSION";
    }
  }

  /** {@code ALTER EXTENSION … SET SCHEMA}. */
  record SetSchema(String schema) implements ExtensionCommand {
    @Override
    public String tag() {
      return "ALTER EXTENSION";
    }
  }
}
