package io.github.pgbackground.internal.jobtext;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.recognition.Recognitions;
import io.github.pgbackground.internal.sql.text.Identifiers;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.Position;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Utils;

/**
 * A job's text as its server gets it. {@code SELECT pg_background_progress(…)} becomes two
 * statements: one that sends the values in a notice, which the server does at once, and one with
 * the result. So they take their turn among the other statements, and the server needs nobody to go
 * on.
 *
 * @param sent the text to send
 * @param plan how it is sent
 * @param changes where it differs from the job's, in order
 * @param reports how many statements there are before each of those that say how far it is
 * @param callsFunctions whether the server must have functions of pg_background for it
 */
public record JobText(
    String sql,
    String sent,
    Plan plan,
    List<Change> changes,
    List<Integer> reports,
    boolean callsFunctions) {
  /** The SQLSTATE of the notices. */
  static final String PROGRESS = "PGB02";

  private static final String FUNCTION = "pg_background_progress";

  private static final String TEMPORARY = "pg_temp.";
  private static final String PREFIX = "pg_background_";

  /** What such a statement gives: its name is added. */
  private static final String RESULT = "select ''::pg_catalog.void as ";

  /**
   * One stretch that is sent otherwise.
   *
   * @param start where it starts in the job's text
   * @param end where it ends there
   * @param sentStart where what is sent for it starts
   * @param sentEnd where that ends
   */
  record Change(int start, int end, int sentStart, int sentEnd) {}

  public JobText {
    changes = List.copyOf(changes);
    reports = List.copyOf(reports);
  }

  /**
   * What is sent for a text.
   *
   * @param standardConformingStrings as the worker's session has it
   * @param readable whether anybody can read the rows
   * @param temporary whether the server has the functions, if it needs any, in its temporary schema
   */
  public static JobText of(
      String sql, boolean standardConformingStrings, boolean readable, boolean temporary) {
    Script script = Recognitions.of(sql, standardConformingStrings, ParameterStyle.NONE);
    StringBuilder sent = new StringBuilder();
    List<Change> changes = new ArrayList<>();
    List<Integer> reports = new ArrayList<>();
    boolean callsFunctions = false;
    int copied = 0;
    int number = 0;
    for (Part part : script == null ? List.<Part>of() : script.parts()) {
      Query.Target progress = progress(part);
      if (progress != null) {
        sent.append(sql, copied, part.start());
        int start = sent.length();
        append(sent, sql, progress);
        changes.add(new Change(part.start(), part.end(), start, sent.length()));
        reports.add(number);
        copied = part.end();
      } else if (part instanceof Part.Calling calling) {
        callsFunctions = true;
        for (Part.Name name : temporary ? calling.bridged().names() : List.<Part.Name>of()) {
          sent.append(sql, copied, name.start());
          int start = sent.length();
          sent.append(TEMPORARY);
          changes.add(new Change(name.start(), name.name(), start, sent.length()));
          copied = name.name();
        }
      }
      number += count(sql, part, standardConformingStrings);
    }
    String text =
        BinaryCursors.removedFrom(
            changes.isEmpty() ? sql : sent.append(sql, copied, sql.length()).toString(),
            standardConformingStrings);
    return new JobText(
        sql,
        text,
        Plan.of(text, standardConformingStrings, readable),
        changes,
        reports,
        callsFunctions);
  }

  private static int count(String sql, Part part, boolean standardConformingStrings) {
    return part instanceof Part.Passed
        ? SqlStatement.split(
                sql.substring(part.start(), part.end()),
                standardConformingStrings,
                ParameterStyle.NONE)
            .size()
        : 1;
  }

  private static Query.@Nullable Target progress(Part part) {
    if (part instanceof Part.Served served
        && served.query() instanceof Query.Targets targets
        && targets.targets().size() == 1
        && targets.targets().get(0).call().function().name().equals(FUNCTION)) {
      return targets.targets().get(0);
    }
    return null;
  }

  private static void append(StringBuilder sent, String sql, Query.Target target) {
    Call call = target.call();
    String raise =
        "begin raise info using errcode = '"
            + PROGRESS
            + "', message = coalesce(pg_catalog.int4up(("
            + text(sql, call.arguments().get(0))
            + ")), 0)::pg_catalog.text, detail = coalesce(pg_catalog.textcat(("
            + text(sql, call.arguments().get(1))
            + "), ''), ''); end";
    sent.append("do language plpgsql ");
    appendLiteral(sent, raise);
    sent.append(';').append(RESULT).append(Identifiers.quote(target.label()));
  }

  private static String text(String sql, @Nullable Argument argument) {
    return argument == null ? "null" : sql.substring(argument.start(), argument.end());
  }

  /** An escape string: it means the same whatever standard_conforming_strings is. */
  private static void appendLiteral(StringBuilder to, String text) {
    try {
      to.append("E'");
      Utils.escapeLiteral(to, text, false).append('\'');
    } catch (SQLException zeroByte) {
      throw new IllegalStateException("no text of a job has one", zeroByte);
    }
  }

  /** An error, or a notice, with the names of the functions as the job finds them. */
  public ServerError asWritten(ServerError error) {
    if (changes.isEmpty() || !callsFunctions) {
      return error;
    }
    String where = error.where();
    return error
        .withMessage(asWritten(error.message()))
        .withWhere(where == null ? null : asWritten(where));
  }

  private static String asWritten(String text) {
    return text.replace(TEMPORARY + PREFIX, PREFIX);
  }

  /** The position in the job's text of one in what was sent. */
  public int position(int sentPosition) {
    if (changes.isEmpty()) {
      return sentPosition;
    }
    int offset = Position.offset(sent, sentPosition, false);
    int shift = 0;
    for (Change change : changes) {
      if (offset >= change.sentEnd()) {
        shift = change.end() - change.sentEnd();
      } else if (offset >= change.sentStart()) {
        return Position.at(sql, change.start());
      }
    }
    return Position.at(sql, offset + shift);
  }

  /** The command tags of the job's own statements. */
  public List<String> tags(List<String> given) {
    List<String> tags = new ArrayList<>(given);
    for (int i = reports.size() - 1; i >= 0; i--) {
      int notice = reports.get(i) + i;
      if (notice < tags.size() && tags.get(notice).equals("DO")) {
        tags.remove(notice);
      }
    }
    return List.copyOf(tags);
  }
}
