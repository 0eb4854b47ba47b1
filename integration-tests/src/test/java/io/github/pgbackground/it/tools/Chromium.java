package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pgbackground.it.serving.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page in a Chromium without a window, which does what scripts say. Used by one thread; the
 * answers come on another one, to a concurrent map of what is waited for.
 */
final class Chromium implements AutoCloseable {
  /** The program, where it is not one of {@link #NAMES} on the path. */
  static final String PROPERTY = "pgbackground.test.chromium";

  private static final List<String> NAMES =
      List.of(
          "chromium",
          "chromium-browser",
          "chromium-headless-shell",
          "google-chrome",
          "google-chrome-stable");

  private static final Pattern LISTENING =
      Pattern.compile("DevTools listening on ws://(\\S+?:\\d+)/");
  private static final long PATIENCE_SECONDS = Await.PATIENCE.toSeconds();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path directory;
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable WebSocket socket;

  private Chromium(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** The program on this machine, null if there is none. */
  static @Nullable Path find() {
    String given = System.getProperty(PROPERTY);
    if (given != null) {
      return Path.of(given);
    }
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /**
   * Starts it with an empty page.
   *
   * @param directory of its alone
   */
  static Chromium start(Path program, Path directory) throws Exception {
    Path log = directory.resolve("chromium.log");
    List<String> command = new ArrayList<>(List.of(program.toString(), "--headless"));
    command.addAll(
        List.of(
            "--remote-debugging-port=0",
            "--user-data-dir=" + directory.resolve("profile"),
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--no-first-run",
            // It refuses to be root otherwise, and in many containers.
            "--no-sandbox",
            "--window-size=1000,640",
            "about:blank"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Chromium chromium = new Chromium(process, directory);
    try {
      chromium.connect(log);
      return chromium;
    } catch (Exception | Error e) {
      chromium.close();
      throw e;
    }
  }

  private void connect(Path log) throws Exception {
    Await.until(
        "Chromium listens: " + log,
        () -> {
          assertTrue(process.isAlive(), () -> read(log));
          return LISTENING.matcher(read(log)).find();
        });
    Matcher listening = LISTENING.matcher(read(log));
    assertTrue(listening.find());
    HttpRequest targets =
        HttpRequest.newBuilder(URI.create("http://" + listening.group(1) + "/json/list")).build();
    Await.until("Chromium has a page", () -> connect(targets));
  }

  /** Connects to the page among these targets; false if there is none yet. */
  private boolean connect(HttpRequest targets) throws Exception {
    for (JsonNode target : JSON.readTree(client.send(targets, BodyHandlers.ofString()).body())) {
      if (target.get("type").asText().equals("page")) {
        URI page = URI.create(target.get("webSocketDebuggerUrl").asText());
        socket =
            client
                .newWebSocketBuilder()
                .buildAsync(page, new Answers())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return true;
      }
    }
    return false;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Goes to another page; what is there has to be awaited. */
  void open(String url) throws Exception {
    send("Page.navigate", Map.of("url", url));
  }

  /** The value of an expression in the page, as text. */
  String evaluate(String script) throws Exception {
    JsonNode answer = send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
    JsonNode failed = answer.at("/result/exceptionDetails");
    assertTrue(failed.isMissingNode(), failed::toString);
    return answer.at("/result/result/value").asText();
  }

  /** Whether an expression in the page is true; where it fails it is not. */
  boolean isTrue(String script) throws Exception {
    JsonNode answer = send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
    return answer.at("/result/result/value").asBoolean();
  }

  /** Looks at the page again and again until an expression in it is true. */
  void await(String script) throws Exception {
    Await.until("in Chromium " + script, () -> isTrue(script));
  }

  /** What the page looks like, as a PNG. */
  byte[] screenshot() throws Exception {
    JsonNode answer = send("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(answer.at("/result/data").asText());
  }

  private JsonNode send(String method, Map<String, Object> parameters) throws Exception {
    int id = number.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Collects the pieces of each message, and gives answers to who waits for them. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder pieces = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      pieces.append(data);
      if (isLast) {
        take(pieces.toString());
        pieces.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(String text) {
      try {
        JsonNode message = JSON.readTree(text);
        CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
        if (answer != null) {
          answer.complete(message);
        }
      } catch (IOException e) {
        throw new IllegalStateException(text, e);
      }
    }
  }

  /** Ends it with all its processes, and deletes what it has written. */
  @Override
  public void close() throws Exception {
    if (socket != null) {
      socket.abort();
    }
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    for (ProcessHandle each : all) {
      each.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    // Some of its processes are nobody's descendants any more, and end by themselves.
    Await.until("its files are deleted", () -> isDeleted(directory.resolve("profile")));
  }

  private static boolean isDeleted(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
