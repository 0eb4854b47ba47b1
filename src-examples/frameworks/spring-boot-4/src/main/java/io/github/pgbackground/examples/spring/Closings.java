package io.github.pgbackground.examples.spring;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The end of a day: one request begins it, a later one asks for what came of it. */
@RestController
@RequestMapping("/closings")
public class Closings {
  private static final String CLOSE =
      """
      INSERT INTO closing SELECT article, sum(pieces) FROM purchase GROUP BY article
        RETURNING article, pieces
      """;

  private final JdbcTemplate jdbc;

  Closings(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Answers at once, with the address of the result. */
  @PostMapping
  ResponseEntity<Void> begin() {
    URI result =
        jdbc.queryForObject(
            "SELECT * FROM pg_background_launch_v2(?)",
            (handle, n) ->
                URI.create("/closings/" + handle.getInt("pid") + "/" + handle.getLong("cookie")),
            CLOSE);
    return ResponseEntity.accepted().location(result).build();
  }

  /** Waits for the result; it can be read once, by whatever connection. */
  @GetMapping("/{pid}/{cookie}")
  List<Map<String, Object>> result(@PathVariable int pid, @PathVariable long cookie) {
    return jdbc.queryForList(
        "SELECT * FROM pg_background_result_v2(?, ?) AS (article text, pieces bigint)",
        pid,
        cookie);
  }
}
