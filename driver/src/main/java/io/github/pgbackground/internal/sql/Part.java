package io.github.pgbackground.internal.sql;

/** A stretch of a text that takes one way: to the server as it is, or to workers. */
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

  /** One statement whose shape makes sure that the server would evaluate each of its calls once. */
  record Served(int start, int end, Parameters parameters, Query query) implements Part {}

  /** One statement with calls that is not of such a shape. */
  record Unserved(
      int start, int end, Parameters parameters, String functionName, int callStart, Reason reason)
      implements Part {}

  /** Why a statement with calls cannot be served. */
  enum Reason {
    /** The statement is no plain SELECT. */
    STATEMENT,
    /** The SELECT has more in it than the call: a clause, another item, an operator. */
    CLAUSE,
    /** An argument computes with the result of another call. */
    ARGUMENT,
    /** The SELECT reads the call's row as one value. */
    WHOLE_ROW
  }
}
