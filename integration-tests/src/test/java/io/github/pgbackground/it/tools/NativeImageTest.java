package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pgbackground.internal.link.LinkSocketFactory;
import io.github.pgbackground.internal.link.LinkTlsFactory;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the jar tells native-image of itself names what there is, and all that is found by name. An
 * image is not built here.
 */
@ExtendWith(PostgresExtension.class)
class NativeImageTest {
  private static final String METADATA =
      "META-INF/native-image/io.github.pgbackground/pgbackground-jdbc/reachability-metadata.json";

  /** Caffeine's, which it finds by the features of a cache; renamed in the jar with everything. */
  private static final Pattern CACHE =
      Pattern.compile(
          "io\\.github\\.pgbackground\\.internal\\.shaded(\\.caffeine\\.cache\\.[A-Z]{2,}) ");

  private final JsonNode metadata;
  private final Set<String> types = new TreeSet<>();

  NativeImageTest() throws Exception {
    try (JarFile jar = new JarFile(JarRun.PLAIN.toFile());
        InputStream in = jar.getInputStream(jar.getEntry(METADATA))) {
      metadata = new ObjectMapper().readTree(in);
    }
    metadata.get("reflection").forEach(entry -> types.add(entry.get("type").asText()));
  }

  @Test
  void every_type_it_names_is_there() throws Exception {
    if (!OsgiTest.isLookingIntoContext()) {
      types.remove("org.postgresql.util.ClassLoaderStrategy");
    }
    for (String type : types) {
      Class.forName(type, false, getClass().getClassLoader());
    }
  }

  @Test
  void the_factories_that_pgjdbc_makes_and_the_drivers_of_the_services_are_among_them()
      throws Exception {
    Set<String> byName = new TreeSet<>();
    byName.add(LinkSocketFactory.class.getName());
    byName.add(LinkTlsFactory.class.getName());
    try (JarFile jar = new JarFile(JarRun.PLAIN.toFile())) {
      for (ZipEntry entry : entries(jar, "META-INF/services/")) {
        String provider =
            new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        byName.add(provider.strip());
      }
    }
    assertTrue(byName.contains("io.github.pgbackground.BackgroundDriver"));
    byName.removeAll(types);
    assertEquals(Set.of(), byName);
  }

  @Test
  void every_resource_of_the_jar_is_reached_and_every_pattern_reaches_one() throws Exception {
    List<String> globs = new ArrayList<>();
    metadata.get("resources").forEach(entry -> globs.add(entry.get("glob").asText()));
    Set<String> reaching = new TreeSet<>();
    try (JarFile jar = new JarFile(JarRun.PLAIN.toFile())) {
      List<ZipEntry> resources = new ArrayList<>(entries(jar, "io/github/pgbackground/"));
      resources.addAll(entries(jar, "META-INF/services/"));
      for (ZipEntry resource : resources) {
        List<String> found = globs.stream().filter(glob -> reaches(glob, resource)).toList();
        assertFalse(found.isEmpty(), resource.getName());
        reaching.addAll(found);
      }
    }
    assertEquals(new TreeSet<>(globs), reaching);
  }

  private static List<? extends ZipEntry> entries(JarFile jar, String prefix) {
    return jar.stream()
        .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
        .filter(entry -> !entry.getName().endsWith(".class"))
        .toList();
  }

  private static boolean reaches(String glob, ZipEntry resource) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return matcher.matches(Path.of(resource.getName()));
  }

  @Test
  void the_classes_that_caffeine_finds_by_name_are_among_them(
      TestDatabase database, @TempDir Path directory) throws Exception {
    Path log = directory.resolve("classes.log");
    JarRun run =
        JarRun.of(
            JarRun.ALL,
            Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log),
            "--url",
            database.url());
    assertEquals(0, run.status(), run.toString());
    Set<String> loaded =
        CACHE
            .matcher(Files.readString(log))
            .results()
            .map(found -> "com.github.benmanes" + found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(loaded.size() >= 4, loaded.toString());
    loaded.removeIf(type -> types.contains(type) || isAboveAnother(type));
    assertEquals(Set.of(), loaded);
  }

  /** Loaded because another one extends it. */
  private boolean isAboveAnother(String type) {
    return types.stream().anyMatch(other -> !other.equals(type) && other.startsWith(type));
  }
}
