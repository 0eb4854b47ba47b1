package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Metadata that frameworks and tools go by, names and versions included, is pgjdbc's. */
@ExtendWith(PostgresExtension.class)
class MetaDataTest {
  private final TestDatabase database;

  MetaDataTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void create() throws Exception {
    run(
        "create table parent (id serial primary key, name varchar(20) not null unique);"
            + " create table child (id int references parent, price numeric(8,2) default 1.5);"
            + " create view both_ as select p.id from parent p join child using (id);"
            + " create type pair as (a int, b text);"
            + " create function twice(a int, out b int) language sql as 'select a * 2';"
            + " comment on table parent is 'a comment'");
  }

  @AfterEach
  void drop() throws Exception {
    run("drop view both_; drop table child, parent; drop function twice; drop type pair");
  }

  private void run(String sql) throws Exception {
    try (var connection = database.connectPlain();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void every_fact_about_the_database_is_the_same() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) ->
            Sweep.over(
                DatabaseMetaData.class,
                connection.getMetaData(),
                method ->
                    method.getReturnType() != ResultSet.class && !method.getName().contains("rap"),
                transcript));
  }

  @Test
  void every_list_of_things_in_the_database_is_the_same() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          DatabaseMetaData data = connection.getMetaData();
          transcript.rows("tables", data.getTables(null, "public", "%", null));
          transcript.rows("views", data.getTables(null, "public", "%", new String[] {"VIEW"}));
          transcript.rows("columns", data.getColumns(null, "public", "%", "%"));
          transcript.rows("keys", data.getPrimaryKeys(null, "public", "parent"));
          transcript.rows("imported", data.getImportedKeys(null, "public", "child"));
          transcript.rows("exported", data.getExportedKeys(null, "public", "parent"));
          transcript.rows(
              "crossed", data.getCrossReference(null, "public", "parent", null, "public", "child"));
          transcript.rows("indexes", data.getIndexInfo(null, "public", "parent", false, false));
          transcript.rows("best", data.getBestRowIdentifier(null, "public", "parent", 0, true));
          transcript.rows("version", data.getVersionColumns(null, "public", "parent"));
          transcript.rows("functions", data.getFunctions(null, "public", "t%"));
          transcript.rows("arguments", data.getFunctionColumns(null, "public", "t%", "%"));
          transcript.rows("procedures", data.getProcedures(null, "public", "%"));
          transcript.rows("theirs", data.getProcedureColumns(null, "public", "t%", "%"));
          transcript.rows("types", data.getUDTs(null, "public", "%", null));
          transcript.rows("privileges", data.getTablePrivileges(null, "public", "%"));
          transcript.rows("of columns", data.getColumnPrivileges(null, "public", "parent", "%"));
          transcript.rows("schemas", data.getSchemas());
          transcript.rows("schemas like", data.getSchemas(null, "pub%"));
          transcript.rows("kinds", data.getTableTypes());
          transcript.rows("type info", data.getTypeInfo());
          transcript.rows("client info", data.getClientInfoProperties());
          transcript.tries("pseudo", () -> data.getPseudoColumns(null, "public", "%", "%"));
          transcript.tries("super types", () -> data.getSuperTypes(null, "public", "%"));
          transcript.tries("super tables", () -> data.getSuperTables(null, "public", "%"));
          transcript.tries("attributes", () -> data.getAttributes(null, "public", "%", "%"));
        });
  }
}
