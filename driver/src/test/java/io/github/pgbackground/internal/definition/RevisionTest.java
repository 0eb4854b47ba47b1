package io.github.pgbackground.internal.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who has an older bridge learns of it by its revision, so there is one for each SQL. */
class RevisionTest {
  private static final String REVISIONS = "revisions.properties";

  /** Another one each time. */
  private static final Pattern REQUEST = Pattern.compile("pgbackground_request_[0-9a-f]{16}");

  @Test
  void the_revision_is_raised_when_the_sql_changes() throws Exception {
    String now = digest(sql());
    assertEquals(
        now,
        revisions().get(Integer.toString(Scripts.REVISION)),
        "The SQL that CREATE EXTENSION runs is not that of revision "
            + Scripts.REVISION
            + ". Databases that have that one learn of yours only by another number: raise"
            + " Scripts.REVISION, and add the line '"
            + (Scripts.REVISION + 1)
            + " = <digest>' to "
            + REVISIONS
            + "; this test says the digest. Lines that are there stay as they are.");
  }

  @Test
  void no_revision_is_left_out() throws Exception {
    Map<String, String> revisions = revisions();
    assertEquals(Scripts.REVISION, revisions.size());
    for (int i = 1; i <= Scripts.REVISION; i++) {
      assertNotNull(revisions.get(Integer.toString(i)), "revision " + i);
    }
  }

  @Test
  void an_installation_differs_from_another_in_nothing_but_the_name_of_one_function() {
    assertNotEquals(Scripts.creation("public", true), Scripts.creation("public", true));
    assertEquals(sql(), sql());
  }

  /** What is run where there is nothing, and where there is an older one. */
  private static String sql() {
    return REQUEST
        .matcher(Scripts.creation("public", true) + Scripts.renewal("public"))
        .replaceAll("pgbackground_request");
  }

  private static String digest(String text) throws Exception {
    // The number itself is no difference.
    String unnumbered =
        text.replace("immutable as 'select " + Scripts.REVISION + "'", "immutable as 'select n'");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(unnumbered.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private static Map<String, String> revisions() throws Exception {
    Properties lines = new Properties();
    try (InputStream file = RevisionTest.class.getResourceAsStream(REVISIONS)) {
      lines.load(Objects.requireNonNull(file, REVISIONS));
    }
    return lines.stringPropertyNames().stream()
        .collect(Collectors.toMap(revision -> revision, lines::getProperty));
  }
}
