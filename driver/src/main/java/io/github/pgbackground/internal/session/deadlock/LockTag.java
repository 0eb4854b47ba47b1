package io.github.pgbackground.internal.session.deadlock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a lock is on, in the server's words. */
final class LockTag {
  /** By {@code pg_locks.locktype}, with the columns of {@code pg_locks} in braces. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("relation", "relation {relation} of database {database}"),
          Map.entry("extend", "extension of relation {relation} of database {database}"),
          Map.entry("frozenid", "pg_database.datfrozenxid of database {database}"),
          Map.entry("page", "page {page} of relation {relation} of database {database}"),
          Map.entry(
              "tuple", "tuple ({page},{tuple}) of relation {relation} of database {database}"),
          Map.entry("transactionid", "transaction {transactionid}"),
          Map.entry("virtualxid", "virtual transaction {virtualxid}"),
          Map.entry("spectoken", "speculative token {objid} of transaction {transactionid}"),
          Map.entry("object", "object {objid} of class {classid} of database {database}"),
          Map.entry("userlock", "user lock [{database},{classid},{objid}]"),
          Map.entry("advisory", "advisory lock [{database},{classid},{objid},{objsubid}]"),
          Map.entry(
              "applytransaction",
              "remote transaction {transactionid} of subscription {objid} of database"
                  + " {database}"));

  private static final Pattern COLUMN = Pattern.compile("\\{(\\w+)}");

  private LockTag() {}

  /** The current row of {@code pg_locks} in words. */
  static String describe(ResultSet row) throws SQLException {
    String type = row.getString("locktype");
    Matcher column = COLUMN.matcher(WORDS.getOrDefault(type, "a lock of type {locktype}"));
    StringBuilder words = new StringBuilder();
    while (column.find()) {
      column.appendReplacement(
          words, Matcher.quoteReplacement(String.valueOf(row.getString(column.group(1)))));
    }
    return column.appendTail(words).toString();
  }
}
