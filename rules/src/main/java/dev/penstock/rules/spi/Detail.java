package dev.penstock.rules.spi;

/** One fact about a request or an answer, for example {@code shardId}. */
public record Detail(String name, String value) {}
