package io.github.pgbackground.it.docs;

import io.github.pgbackground.it.docs.Page.Block;
import java.util.List;
import java.util.stream.Stream;

/** The ways in which a block of the documentation is held to the truth, each by one test. */
enum Holding {
  /** Follows a link to a file: {@link PagesTest} finds it there. */
  PART_OF_A_FILE("", ""),

  /** {@link PagesTest} compiles and runs it, and compares what it prints with what it says. */
  PROGRAM("java", "(?s).*"),

  /** {@link ReadmeTest} compiles and runs what it is before, and what it is after. */
  BEFORE_AND_AFTER("diff", "(?s).*"),

  /** {@link ReadmeTest} compares it with the driver's own pom. */
  DEPENDENCY("xml", "(?s)<dependency>.*"),

  /** {@link PageStatementsTest} runs it on a database. */
  STATEMENTS("sql", "(?s).*"),

  /** {@link MavenRunsTest} runs it, or it is the build that runs these tests. */
  MAVEN("sh", "(mvn .*\n)+"),

  /** {@link ToolCommandsTest} runs it beside the files that it names. */
  TOOL("sh", "java -cp (.*\\\\\n)*.*\n"),

  /** {@link DumpCommandsTest} moves a database with it. */
  DUMP("sh", "(pg_.*\n)+"),

  /** {@code ToolsPageTest} runs it and compares what it prints. */
  CHECK_OF_A_SERVER("console", "(?s)\\$ java -jar .*"),

  /** {@code DbeaverTest} connects as it says. */
  DRIVERS_OF_DBEAVER("xml", "(?s)<drivers>.*"),

  /** Nothing to run: things, and arrows between them. */
  PICTURE("text", "(?s).*-->.*");

  private final String language;
  private final String shape;

  Holding(String language, String shape) {
    this.language = language;
    this.shape = shape;
  }

  /** How a block is held; nothing if no test holds it. */
  static List<Holding> of(Block block) {
    return Stream.of(values()).filter(holding -> holding.holds(block)).toList();
  }

  /** The blocks of a page that are held in this way. */
  Stream<Block> blocks(Page page) {
    return page.blocks().stream().filter(this::holds);
  }

  private boolean holds(Block block) {
    return block.source() == null
        ? block.language().equals(language) && block.text().matches(shape)
        : this == PART_OF_A_FILE;
  }
}
