package dev.penstock.stream;

/** A running consumer of a stream. */
public interface StreamSubscription extends AutoCloseable {

    /** Stops reading; positions of the AWS implementation are kept for the next start. */
    @Override
    void close();
}
