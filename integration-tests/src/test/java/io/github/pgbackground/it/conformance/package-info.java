/**
 * Replays what was recorded of the real extension, step by step, through this driver.
 *
 * <p>{@link io.github.pgbackground.it.conformance.Replay} does the steps of a scenario, {@link
 * io.github.pgbackground.it.conformance.Execution} does one statement, and {@link
 * io.github.pgbackground.it.conformance.Comparison} says how the outcome differs from the recorded
 * one.
 */
@NullMarked
package io.github.pgbackground.it.conformance;

import org.jspecify.annotations.NullMarked;
