package io.github.pgbackground.internal.sql.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifiersTest {

  @ParameterizedTest
  @CsvSource({"Abc_Z9$,abc_z9$", "ÄÖÜ,ÄÖÜ", "İSTANBUL,İstanbul", "abc,abc"})
  void only_letters_of_ascii_are_folded(String name, String folded) {
    assertEquals(folded, Identifiers.fold(name));
  }

  @Test
  void a_name_is_cut_at_63_bytes() {
    assertEquals("a".repeat(63), Identifiers.fold("A".repeat(64)));
    assertEquals("ä".repeat(31), Identifiers.truncate("ä".repeat(32)));
    assertEquals("日".repeat(21), Identifiers.truncate("日".repeat(22)));
    assertEquals("a" + "🐘".repeat(15), Identifiers.truncate("a" + "🐘".repeat(16)));
  }

  @Property
  void a_cut_name_is_the_longest_beginning_that_fits(
      @ForAll @StringLength(max = 80) String anything) {
    String name = anything.replaceAll("\\p{Cs}", "ä");
    String cut = Identifiers.truncate(name);
    assertTrue(name.startsWith(cut));
    assertTrue(bytes(cut) <= 63);
    if (cut.length() < name.length()) {
      int next = name.offsetByCodePoints(cut.length(), 1);
      assertTrue(bytes(name.substring(0, next)) > 63);
    } else {
      assertSame(name, cut);
    }
  }

  @Property
  void a_quoted_name_is_read_back(@ForAll @StringLength(max = 15) String name) {
    String quoted = Identifiers.quote(name);
    Token token = new Token(Token.Kind.QUOTED_IDENTIFIER, 0, quoted.length());
    assertEquals(name, Identifiers.nameOf(quoted, token));
  }

  @ParameterizedTest
  @CsvSource({"select,true", "SELECT,true", "sElEcT,true", "selec,false", "ſelect,false"})
  void a_key_word_is_known_in_any_case(String sql, boolean expected) {
    Token token = new Token(Token.Kind.IDENTIFIER, 0, sql.length());
    assertEquals(expected, token.is(sql, "select"));
  }

  @Test
  void a_key_word_in_quotes_is_a_name() {
    Token token = new Token(Token.Kind.QUOTED_IDENTIFIER, 0, 8);
    assertFalse(token.is("\"select\"", "select"));
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
