package io.github.pgbackground.internal.jobtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BinaryCursorsTest {

  @Test
  void the_word_becomes_as_many_spaces() {
    assertEquals(
        "select 'binary'; declare c        cursor for table binary",
        BinaryCursors.removedFrom(
            "select 'binary'; declare c Binary cursor for table binary", true));
    assertEquals(
        "DECLARE \"binary\" INSENSITIVE        NO SCROLL CURSOR FOR SELECT 1",
        BinaryCursors.removedFrom(
            "DECLARE \"binary\" INSENSITIVE BINARY NO SCROLL CURSOR FOR SELECT 1", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "declare binary cursor for select 1",
        "declare",
        "select binary from t",
        "declare c cursor for select 'binary'"
      })
  void what_is_no_option_of_a_cursor_stays(String sql) {
    assertEquals(sql, BinaryCursors.removedFrom(sql, true));
  }

  @Test
  void a_text_without_the_word_is_the_same() {
    String sql = "select 1";
    assertSame(sql, BinaryCursors.removedFrom(sql, true));
  }
}
