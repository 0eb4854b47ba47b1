package io.github.pgbackground.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

class AddressTest {
  private static Address address(String url, @Nullable Properties properties) throws PSQLException {
    Address address = Address.of(url, properties);
    assertNotNull(address);
    return address;
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:pgbackground:db, jdbc:postgresql:db",
    "jdbc:pgbackground:postgresql:db, jdbc:postgresql:db",
    "jdbc:pgbackground:postgresql, jdbc:postgresql:postgresql",
    "jdbc:pgbackground:, jdbc:postgresql:",
    "jdbc:pgbackground://, jdbc:postgresql://",
    "jdbc:pgbackground:///db?, jdbc:postgresql:///db?",
    "'jdbc:pgbackground://a,b:5433,[::1]:1/d%20b?x=%26&&y', 'jdbc:postgresql://a,b:5433,[::1]:1/d%20b?x=%26&&y'",
    "jdbc:pgbackground://h/db?a=1&pgbackground.maxWorkers=3&b=%C3%A4, jdbc:postgresql://h/db?a=1&b=%C3%A4",
    "jdbc:pgbackground://h/db?pgbackground.maxWorkers=3, jdbc:postgresql://h/db",
    "jdbc:pgbackground://h/db?pgbackground.maxWorkers=3&, jdbc:postgresql://h/db?",
    "jdbc:pgbackground://h/db?x=pgbackground.maxWorkers, jdbc:postgresql://h/db?x=pgbackground.maxWorkers",
    "jdbc:pgbackground://h/pgbackground.db?a=?&b, jdbc:postgresql://h/pgbackground.db?a=?&b",
  })
  void what_is_not_ours_in_a_url_stays_byte_for_byte(String url, String theirs)
      throws PSQLException {
    assertEquals(theirs, address(url, null).url());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "jdbc:postgresql:db", "jdbc:pgbackground", "JDBC:PGBACKGROUND:db", " jdbc:"})
  void a_foreign_url_has_no_address(String url) throws PSQLException {
    assertNull(Address.of(url, null));
  }

  @Test
  void our_keys_are_taken_from_the_url_and_decoded() throws PSQLException {
    assertEquals(
        Map.of("pgbackground.a", "1 2&3", "pgbackground.b", "", "pgbackground.c", ""),
        address("jdbc:pgbackground:db?pgbackground.a=1+2%263&pgbackground.b=&pgbackground.c", null)
            .own());
  }

  @Test
  void a_value_that_cannot_be_decoded_is_refused_by_name() {
    PSQLException e =
        assertThrows(
            PSQLException.class,
            () -> Address.of("jdbc:pgbackground:db?password=x&pgbackground.a=%zz", null));
    assertEquals("22023", e.getSQLState());
    assertEquals(
        "The value \"%zz\" of pgbackground.a in the URL is not URL-encoded: write % as %25.",
        e.getMessage());
  }

  @Test
  void properties_without_ours_are_passed_as_the_object_they_are() throws PSQLException {
    Properties given = new Properties();
    given.setProperty("user", "u");
    assertSame(given, address("jdbc:pgbackground:db", given).properties());
    assertNull(address("jdbc:pgbackground:db", null).properties());
  }

  @Test
  void properties_with_ours_are_divided_defaults_included_and_left_as_they_were()
      throws PSQLException {
    Properties defaults = new Properties();
    defaults.setProperty("user", "u");
    defaults.setProperty("pgbackground.b", "2");
    Properties given = new Properties(defaults);
    given.setProperty("password", "p");
    given.setProperty("pgbackground.a", "1");

    Address address = address("jdbc:pgbackground:db", given);

    assertEquals(Map.of("pgbackground.a", "1", "pgbackground.b", "2"), address.own());
    assertEquals(Map.of("user", "u", "password", "p"), address.properties());
    assertEquals("1", given.getProperty("pgbackground.a"));
  }

  @Test
  void the_url_goes_before_the_properties_and_its_last_word_before_its_first()
      throws PSQLException {
    Properties given = new Properties();
    given.setProperty("pgbackground.a", "properties");
    assertEquals(
        Map.of("pgbackground.a", "last"),
        address("jdbc:pgbackground:db?pgbackground.a=first&pgbackground.a=last", given).own());
  }
}
