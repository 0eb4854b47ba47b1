package io.github.pgbackground.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the documentation, in Markdown.
 *
 * @param file where it is
 */
record Page(Path file, String text) {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```");
  private static final Pattern ANCHOR = Pattern.compile("\\]\\(([^)#:]*)#([^)]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  /**
   * A block of code.
   *
   * @param source the file that it shows a part of: the one to which the last link of the paragraph
   *     before it leads; null if there is none
   */
  record Block(String language, String text, @Nullable Path source) {
    String firstLine() {
      return text.lines().findFirst().orElse("");
    }
  }

  /** The README, the pages of the driver, and that for contributors. */
  static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>(List.of(of(ROOT.resolve("README.md"))));
    pages.add(of(ROOT.resolve(".github").resolve("CONTRIBUTING.md")));
    Path folder = ROOT.resolve("driver").resolve("docs");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .sorted()
            .map(Page::of)
            .forEach(pages::add);
      }
    }
    return pages;
  }

  private static Page of(Path file) {
    try {
      return new Page(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(found -> new Block(found.group(1), found.group(2), sourceBefore(found.start())))
        .toList();
  }

  private @Nullable Path sourceBefore(int block) {
    String before = text.substring(0, block).stripTrailing();
    String paragraph = before.substring(before.lastIndexOf("\n\n") + 1);
    Matcher link = LINK.matcher(paragraph);
    Path source = null;
    while (link.find()) {
      source = target(link);
    }
    return source != null && Files.isRegularFile(source) && !source.toString().endsWith(".md")
        ? source
        : null;
  }

  /** The files to which its links lead. */
  List<Path> linked() {
    return LINK.matcher(BLOCK.matcher(text).replaceAll("")).results().map(this::target).toList();
  }

  /** Its links to headings that are not there, of this page or another one. */
  List<String> brokenAnchors() {
    return ANCHOR
        .matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .filter(link -> !page(link).anchors().contains(link.group(2)))
        .map(MatchResult::group)
        .toList();
  }

  private Page page(MatchResult link) {
    return link.group(1).isEmpty() ? this : of(target(link));
  }

  /** What headings are called in links, as GitHub has it. */
  private List<String> anchors() {
    return HEADING
        .matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private Path target(MatchResult link) {
    return file.resolveSibling(link.group(1)).normalize();
  }
}
