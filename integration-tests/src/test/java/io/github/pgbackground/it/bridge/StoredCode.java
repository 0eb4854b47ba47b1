package io.github.pgbackground.it.bridge;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Code stored beside the extension: {@code double(n)} reads what a job makes of a number, {@code
 * note(text)} has a job write it down, and tables, triggers, views and rules call the two.
 */
final class StoredCode {
  private static final String OBJECTS =
      """
      create extension pg_background;
      create table noted (note text);
      create function double(n int) returns int language plpgsql as $$
      declare r int;
      begin
        select x into r from public.pg_background_result(
          public.pg_background_launch('select 2 * ' || n)) as (x int);
        return r;
      end $$;
      create function note(t text) returns text language plpgsql as $$
      declare r text;
      begin
        select x into r from pg_background_result(pg_background_launch(
          format('insert into noted values (%L) returning note', t))) as (x text);
        return r;
      end $$;
      create procedure noting(t text, inout n int) language plpgsql as
        'begin perform note(t); commit; n := double(n); end';
      create function noting() returns trigger language plpgsql as
        'begin perform note(tg_op || '' '' || coalesce(new.id, old.id)); return coalesce(new, old); end';
      create function doubled() returns refcursor language plpgsql as
        'declare c refcursor; begin open c for select double(n) from generate_series(1, 25) n; return c; end';
      create table item (id int primary key, twice int default double(21), t text);
      create trigger noting before insert or update or delete on item for each row execute function noting();
      create table later (id int);
      create constraint trigger noting after insert on later deferrable initially deferred
        for each row execute function noting();
      create view doubles as select n, public.double(n) as twice from generate_series(1, 3) n;
      create materialized view kept as select 0 as twice where false with no data;
      create table ruled (id int);
      create rule noting as on insert to ruled do also select note('rule ' || new.id);
      """;

  private StoredCode() {}

  static void install(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, OBJECTS);
    }
  }

  static void remove(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "drop table item, later, ruled, noted; drop materialized view kept; drop view doubles;"
              + " drop function doubled, double, note, noting(); drop procedure noting;"
              + " drop extension pg_background cascade; drop role if exists pgbackground_role");
    }
  }

  /** What was written down. */
  static List<String> notes(Connection connection) throws SQLException {
    return Sql.rows(connection, "select note from noted order by note");
  }
}
