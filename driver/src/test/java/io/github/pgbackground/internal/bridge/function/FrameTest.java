package io.github.pgbackground.internal.bridge.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first line of a context, as servers write it in their languages and for others' names. */
class FrameTest {
  private static final String SCHEMA = "pgbackground_bridge";
  private static final String FUNCTION = "pgbackground_request_0123456789abcdef";
  private static final String SIGNATURE = SCHEMA + "." + FUNCTION + "(text,text[],text[])";

  private static String line(String pattern) {
    return String.format(Locale.ROOT, pattern, SIGNATURE, 85, "RAISE") + "\nSQL statement \"x\"";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PL/pgSQL function %s line %d at %s",
        "PL/pgSQL funkce %s řádek %d na %s",
        "PL/pgSQL-Funktion %s Zeile %d bei %s",
        "συνάρτηση PL/pgSQL %s γραμμή %d στο %s",
        "función PL/pgSQL %s en la línea %d en %s",
        "fonction PL/pgSQL %s, ligne %d à %s",
        "funzione PL/pgSQL %s riga %d a %s",
        "PL/pgSQL関数%sの%d行目 - %s",
        "PL/pgSQL ფუნქცია %s ხაზზე %d %s-სთან",
        "PL/pgSQL 함수 \"%s\" 의 %d번째 %s",
        "funkcja PL/pgSQL %s, wiersz %d w %s",
        "função PL/pgSQL %s linha %d em %s",
        "функция PL/pgSQL %s, строка %d, оператор %s",
        "PL/pgSQL-funktion %s rad %d vid %s",
        "%s PL/pgSQL fonksiyonu, %d. satır, %s içinde",
        "Функція PL/pgSQL %s рядок %d в %s",
        "Hàm PL/pgSQL %s dòng %d tại %s",
        "PL/pgSQL 函数 %s 第 %d 行的 %s 处",
        "PL/pgSQL 函式 %s 第 %d 行於 %s",
      })
  void the_function_is_told_in_every_language_of_postgresql(String pattern) {
    assertEquals(FUNCTION, Frame.request(line(pattern), SCHEMA));
  }

  /** What the server makes of names that look like the function's, in English and Korean. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"SIGNATURE\"()",
        "\"SIGNATURE\".f()",
        "evil.\"SIGNATURE\"(integer)",
        "evil.f(\"SIGNATURE\")",
        "evil.f(integer,\"SIGNATURE\"[])",
        "evil.\"SIGNATURE\"\" line\"()",
        "\"SIGNATURE\"\" 의\"()",
        "evil.SIGNATURE",
        "\"x \"\"SIGNATURE\"\" \"()",
        "\"\"\"SIGNATURE\"\" \"()",
        "evil.f(pgbackground_bridge.pgbackground_request)",
      })
  void a_name_of_others_is_not_taken_for_it(String signature) {
    String function = signature.replace("SIGNATURE", SIGNATURE);
    for (String pattern :
        new String[] {"PL/pgSQL function %s line 1 at RAISE", "PL/pgSQL 함수 \"%s\" 의 1번째 RAISE"}) {
      assertNull(Frame.request(String.format(Locale.ROOT, pattern, function), SCHEMA), function);
    }
  }

  /** A name can have an end of a line in it, with which the first line would end. */
  @ParameterizedTest
  @ValueSource(strings = {"\"SIGNATURE\n\"()", "\"SIGNATURE\"\" \n\"()", "\"SIGNATURE \n\"()"})
  void nor_the_first_line_of_one(String signature) {
    String function = signature.replace("SIGNATURE", SIGNATURE);
    for (String pattern :
        new String[] {"PL/pgSQL function %s line 1 at RAISE", "PL/pgSQL 함수 \"%s\" 의 1번째 RAISE"}) {
      assertNull(Frame.request(String.format(Locale.ROOT, pattern, function), SCHEMA), function);
    }
  }

  @Test
  void another_frame_than_the_innermost_does_not_count() {
    assertNull(
        Frame.request(
            "PL/pgSQL function evil.f() line 1 at RAISE\n"
                + line("PL/pgSQL function %s line %d at %s"),
            SCHEMA));
    assertNull(Frame.request(null, SCHEMA));
    assertNull(Frame.request("", SCHEMA));
  }
}
