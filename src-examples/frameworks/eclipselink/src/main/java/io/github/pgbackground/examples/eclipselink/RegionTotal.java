package io.github.pgbackground.examples.eclipselink;

import java.math.BigDecimal;

/** A line of the report. */
public record RegionTotal(String region, BigDecimal total) {}
