package io.github.pgbackground.it.transparency;

import static org.junit.jupiter.api.Assertions.fail;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was asked of a driver and what came back, written down line by line. */
public final class Transcript {
  private final List<String> lines = new ArrayList<>();

  /** Something asked of the driver. */
  @FunctionalInterface
  public interface Asking {
    @Nullable Object ask() throws Exception;
  }

  /** Something done with the driver. */
  @FunctionalInterface
  public interface Doing {
    void act() throws Exception;
  }

  /** Writes down an answer; that there is one is expected. */
  public void asks(String what, Asking asking) throws Exception {
    write(what, Description.of(asking.ask()));
  }

  /** Writes down an error; that there is one is expected. */
  public void fails(String what, Doing doing) {
    try {
      doing.act();
    } catch (Exception e) {
      write(what, Description.of(e));
      return;
    }
    fail(what + " did not fail");
  }

  /** Writes down an answer or an error, whichever it is. */
  public void tries(String what, Asking asking) {
    String outcome;
    try {
      outcome = Description.of(asking.ask());
    } catch (Exception e) {
      outcome = Description.of(e);
    }
    write(what, outcome);
  }

  /** Writes down the SQLSTATE of an error, where there is one: its text may differ. */
  public void state(String what, Doing doing) throws Exception {
    try {
      doing.act();
      write(what, "done");
    } catch (SQLException e) {
      write(what, String.valueOf(e.getSQLState()));
    }
  }

  /** Writes down columns and rows to the end, and closes them. */
  public void rows(String what, @Nullable ResultSet rows) throws SQLException {
    if (rows == null) {
      fail(what + " gave no rows");
      return;
    }
    try (rows) {
      ResultSetMetaData columns = rows.getMetaData();
      int count = columns.getColumnCount();
      StringBuilder line = new StringBuilder("columns");
      for (int i = 1; i <= count; i++) {
        line.append(' ').append(columns.getColumnLabel(i)).append(' ');
        line.append(columns.getColumnTypeName(i)).append('(').append(columns.getPrecision(i));
        line.append(',').append(columns.getScale(i)).append(')');
      }
      write(what, line.toString());
      while (rows.next()) {
        line.setLength(0);
        for (int i = 1; i <= count; i++) {
          line.append('|').append(rows.getString(i));
        }
        write(what + " row", line.toString());
      }
    }
  }

  private void write(String what, String outcome) {
    // Where pgjdbc gives the identity of an array for the text of a bytea, it changes each time.
    lines.add(what + ": " + outcome.replaceAll("\\[B@[0-9a-f]+", "[B@..."));
  }

  public List<String> lines() {
    return lines;
  }
}
