package dev.penstock.stream.fanout;

/** The states of a registered consumer, as AWS names them. */
public enum ConsumerStatus {
    CREATING,
    ACTIVE,
    DELETING
}
