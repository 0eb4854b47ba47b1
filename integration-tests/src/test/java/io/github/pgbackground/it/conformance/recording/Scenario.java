package io.github.pgbackground.it.conformance.recording;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A sequence of steps on fresh sessions, recorded in one go.
 *
 * @param install whether the extension has to be created before the first step
 */
public record Scenario(@JsonProperty("scenario") String name, boolean install, List<Step> steps) {}
