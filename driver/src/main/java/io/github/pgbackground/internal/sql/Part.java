package io.github.pgbackground.internal.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stretch of a text that takes one way to the server, or to workers. */
public sealed interface Part {

  /** The offset of its first character. */
  int start();

  /** The offset behind its last character. */
  int end();

  /** The parameters in it. */
  Parameters parameters();

  /**
   * Statements without calls, one after the other, with the semicolons and comments between and
   * before them: they go to the server as they stand. The last part of a text runs to its end.
   */
  record Passed(int start, int end, Parameters parameters) implements Part {}

  /** One statement with calls. */
  sealed interface Calling extends Part {
    /** The same for the server to run alone. */
    Bridged bridged();
  }

  /**
   * One statement whose shape makes sure that the server would evaluate each of its calls once.
   *
   * @param bridged the same for a server to run alone, whose client does not see it
   */
  record Served(int start, int end, Parameters parameters, Query query, Bridged bridged)
      implements Calling {}

  /**
   * One statement that the server runs over rows of ours: each of its calls is a row source.
   *
   * @param sources in the order of the text
   * @param marks all question marks that are parameters, or stand in operators
   * @param writes whether it is something else than a query
   * @param locksRows whether it has a clause {@code FOR UPDATE} or the like
   * @param bridged the same for the server to run alone, where its plan, or a type, shows that it
   *     has to
   */
  record Fed(
      int start,
      int end,
      Parameters parameters,
      List<RowSource> sources,
      List<QuestionMark> marks,
      boolean writes,
      boolean locksRows,
      Bridged bridged)
      implements Calling {
    public Fed {
      sources = List.copyOf(sources);
      marks = List.copyOf(marks);
    }

    /** Whether a job is launched for one of its sources. */
    public boolean launches() {
      return sources.stream().anyMatch(RowSource::launches);
    }
  }

  /**
   * A question mark, by its offset.
   *
   * @param length 2 where it is doubled since it is not to be a parameter
   */
  record QuestionMark(int start, int length, boolean isParameter) {}

  /**
   * One statement that the server runs with the functions and types of pg_background in its reach:
   * only the server can see all of its calls, or tell which of them it evaluates.
   *
   * @param names those that the server would not find where they stand, in the order of the text
   * @param marks all question marks that are parameters, or stand in operators
   * @param readsSettings whether it may look at the values of settings of pg_background
   * @param code what it runs whose names are looked up only then; null for a statement all of whose
   *     names are looked up before it runs
   * @param prepares the names of the statements with calls that it prepares
   */
  record Bridged(
      int start,
      int end,
      Parameters parameters,
      List<Name> names,
      List<QuestionMark> marks,
      boolean readsSettings,
      @Nullable Code code,
      Set<String> prepares)
      implements Calling {
    public Bridged {
      names = List.copyOf(names);
      marks = List.copyOf(marks);
      prepares = Set.copyOf(prepares);
    }

    @Override
    public Bridged bridged() {
      return this;
    }
  }

  /**
   * Code whose names the server looks up when it comes to them.
   *
   * @param words all words and operators in it, as the server reads them, but for the names of
   *     functions of pg_background
   * @param isWhole whether nothing can run in it that does not stand in it, or behind what its
   *     words name
   */
  record Code(Set<String> words, boolean isWhole) {
    /** Code of which nothing is known. */
    public static final Code ANY = new Code(Set.of(), false);

    public Code {
      words = Set.copyOf(words);
    }
  }

  /**
   * The name of a function or a type, by its offsets in the whole text, where it may stand in a
   * string.
   *
   * @param start where its schema starts, or the name itself if it has none
   * @param name where the name itself starts
   * @param end behind the name
   */
  record Name(int start, int name, int end) {
    /** What the name says: all of pg_background's are in lower case. */
    public String of(String sql) {
      return sql.substring(name, end).replace("\"", "").toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One statement without calls that names settings of pg_background, for the server to run.
   *
   * @param reading whether it may look at their values
   * @param selectsOne whether it is a SELECT of its only assignment, whose value depends on no row
   * @param assignments what it sets them to, as far as the text shows it
   */
  record Configuring(
      int start,
      int end,
      Parameters parameters,
      boolean reading,
      boolean selectsOne,
      List<Assignment> assignments)
      implements Part {
    public Configuring {
      assignments = List.copyOf(assignments);
    }
  }

  /** One statement that makes, changes or drops the extension itself. */
  record Extension(int start, int end, Parameters parameters, ExtensionCommand command)
      implements Part {}

  /** One statement that says who may call functions of pg_background, as it stands. */
  record Granting(int start, int end, Parameters parameters) implements Part {}

  /** One statement without calls that goes to the server with other words than it was given. */
  record Respelled(int start, int end, Parameters parameters, String text) implements Part {}
}
