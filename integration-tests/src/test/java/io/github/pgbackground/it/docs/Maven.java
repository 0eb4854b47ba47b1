package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Maven that runs these tests, on a copy of the project: in the project itself it is at work.
 */
final class Maven {
  private static final Path ROOT = Path.of("..");
  private static final Path TARGET = Path.of("target");

  /** What the build needs. */
  private static final List<String> PARTS =
      List.of(
          "pom.xml",
          "LICENSE",
          ".mvn",
          "META-INF-services",
          "driver",
          "integration-tests",
          "src-examples");

  /** Compiled before these tests, and as it is, so that no command takes minutes. */
  private static final List<Path> COMPILED =
      List.of(
          Path.of("driver", "target", "classes"),
          Path.of("driver", "target", "test-classes"),
          Path.of("integration-tests", "target", "test-classes"));

  private static final Pattern MISSING =
      Pattern.compile("could not be resolved|Could not resolve dependencies");

  /** Not something of others' that this machine cannot fetch. */
  private static final String OURS = "artifact io.github.pgbackground:";

  private final Path folder;
  private final Path project;

  private Maven(Path folder) {
    this.folder = folder;
    this.project = folder.resolve("project");
  }

  /**
   * Copies the project; where these tests do not run by Maven, or there is no shell, it ends the
   * test without a failure.
   */
  static Maven onACopy(Path folder) throws IOException {
    assumeFalse(home().isEmpty(), "these tests were not started by Maven");
    assumeTrue(Shell.isThere(), "this machine has no /bin/sh");
    Maven maven = new Maven(folder);
    Files.createDirectory(maven.project);
    for (String part : PARTS) {
      copy(ROOT.resolve(part), maven.project.resolve(part));
    }
    for (Path classes : COMPILED) {
      Files.createDirectories(maven.project.resolve(classes).getParent());
      copy(ROOT.resolve(classes), maven.project.resolve(classes));
    }
    return maven;
  }

  private static String home() {
    return System.getProperty("pgbackground.test.maven", "");
  }

  private static Path repository() {
    return Path.of(System.getProperty("pgbackground.test.maven.repository"));
  }

  /** Copies a folder, without what builds have made in it, and make now. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!folder.equals(from) && folder.endsWith(TARGET)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            return visitFile(folder, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copied = to.resolve(from.relativize(file).toString());
            Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Where the copy is. */
  Path project() {
    return project;
  }

  /** Runs a command that begins with {@code mvn} in the copy, and gives what it prints. */
  String run(String command) throws IOException, InterruptedException {
    return run(project, repository(), command);
  }

  /** Runs a command with a repository of its own, in a project of its own. */
  String run(Path directory, Path repository, String command)
      throws IOException, InterruptedException {
    String path = Path.of(home(), "bin") + File.pathSeparator + System.getenv("PATH");
    String options =
        String.format(
            Locale.ROOT,
            "mvn %s -Dmaven.repo.local='%s' -Dmaven.compiler.useIncrementalCompilation=false ",
            System.getProperty("pgbackground.test.maven.network").contains("true") ? "-o" : "",
            repository);
    Shell.Ended ended =
        new Shell(
                directory,
                Map.of(
                    "PATH",
                    path,
                    "JAVA_TOOL_OPTIONS",
                    "-Dot.epg.working-dir=" + folder.resolve("servers")))
            .end(command.replaceFirst("^mvn ", options), "");
    assumeFalse(
        ended.status() != 0
            && MISSING.matcher(ended.printed()).find()
            && !ended.printed().contains(OURS),
        () -> "what this needs is not on this machine: " + ended.printed());
    assertEquals(0, ended.status(), ended.printed());
    return ended.printed();
  }

  /** The repository as it is but for this project, which has none of its own there yet. */
  Path repositoryWithoutThisProject() throws IOException {
    Path shadow = Files.createDirectory(folder.resolve("repository"));
    Path real = repository();
    for (String folder : List.of("io", "github", "pgbackground")) {
      for (Path other : entries(real)) {
        if (!other.endsWith(folder)) {
          Files.createSymbolicLink(shadow.resolve(other.getFileName()), other);
        }
      }
      real = real.resolve(folder);
      shadow = Files.createDirectory(shadow.resolve(folder));
    }
    return folder.resolve("repository");
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
