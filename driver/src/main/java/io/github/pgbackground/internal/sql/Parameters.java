package io.github.pgbackground.internal.sql;

/**
 * The parameters ({@code ?}) in a stretch of a text: {@code count} of them, numbered from {@code
 * first} on. The first parameter of a text is number 1; without any, {@code first} is the number
 * that the next one has.
 */
public record Parameters(int first, int count) {}
