package io.github.pgbackground.internal.jobtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "set datestyle = 'German'|DateStyle|German",
        "set session DateStyle to sql, dmy|DateStyle|sql, dmy",
        "insert into t values (1); set local \"DateStyle\" = 'Postgres, DMY'|DateStyle|Postgres, DMY",
        "set client_encoding = latin1; select 1|client_encoding|latin1",
        "set names 'SQL_ASCII'|client_encoding|SQL_ASCII",
        "select set_config('datestyle', 'SQL', true)|DateStyle|SQL",
        "with a as (select set_config ( 'Client_Encoding' , 'EUC_JP', false)) table a|client_encoding|EUC_JP",
      })
  void a_text_that_sets_what_pgjdbc_cannot_live_with_is_refused_by_name(
      String sql, String setting, String value) {
    Plan.Refused refused = assertInstanceOf(Plan.Refused.class, Plan.of(sql, true, true));
    assertEquals("0A000", refused.error().toException().getSQLState());
    assertEquals(
        "ERROR: parameter \""
            + setting
            + "\" cannot be set to \""
            + value
            + "\" in a background worker",
        String.valueOf(refused.error().toException().getMessage()).lines().findFirst().orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set datestyle = 'ISO, DMY'",
        "set datestyle = iso, mdy",
        "set datestyle to default",
        "set datestyle = dmy",
        "set client_encoding = 'UTF-8'",
        "set client_encoding = unicode",
        "set names default",
        "set names",
        "set local",
        "set work_mem = '1MB'",
        "select set_config('datestyle', x, true) from t",
        "select set_config('work_mem', 'German', true)",
        "select 'set datestyle = German'",
        "alter role r set datestyle = 'German'",
        "create function f() returns date language sql set datestyle = 'German' return now()",
      })
  void anything_else_runs(String sql) {
    assertFalse(Plan.of(sql, true, true) instanceof Plan.Refused);
  }
}
