package dev.penstock.stream;

/** A consumer that is registered with a stream (enhanced fan-out), as {@link Streams#consumer} found it. */
@FunctionalInterface
public interface RegisteredConsumer {

    /**
     * Whether it still is. Never blocks; on AWS it is what the last look said, which is some seconds old at most while
     * somebody asks.
     */
    boolean isRegistered();
}
