package dev.penstock.rules.spi;

/** Whether an action sends several messages at once, which the document of the error action shows. */
public enum Batching {
    NONE,
    /** Messages of one topic together. */
    PER_TOPIC,
    /** Messages of different topics together. */
    ACROSS_TOPICS
}
