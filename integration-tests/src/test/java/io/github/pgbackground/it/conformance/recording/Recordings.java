package io.github.pgbackground.it.conformance.recording;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads recordings; a key that it does not know is an error, not something to pass over. */
public final class Recordings {
  private static final String VERSION_1_8 = "/conformance/pg_background-1.8.json";
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withConfigOverride(List.class, list -> list.setSetterInfo(absentIsEmpty()))
          .withConfigOverride(Map.class, map -> map.setSetterInfo(absentIsEmpty()))
          .build();

  private Recordings() {}

  /** The recordings of pg_background 1.8. */
  public static List<Scenario> ofVersion18() {
    try (InputStream file = Recordings.class.getResourceAsStream(VERSION_1_8)) {
      byte[] json = Objects.requireNonNull(file, "no recordings on the class path").readAllBytes();
      return read(new String(json, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads recordings from their JSON. */
  public static List<Scenario> read(String json) throws JsonProcessingException {
    return MAPPER.readValue(json, new TypeReference<>() {});
  }

  private static JsonSetter.Value absentIsEmpty() {
    return JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
  }
}
