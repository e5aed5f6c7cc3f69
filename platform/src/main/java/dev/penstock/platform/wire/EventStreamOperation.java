package dev.penstock.platform.wire;

/**
 * One API action whose answer is a stream of events: request structure in, frames ({@link EventFrame}) out, or an
 * {@code AwsException} before there is a stream. Must not block.
 */
@FunctionalInterface
public interface EventStreamOperation {

    /** The frames, of which the first is {@link EventFrame#initialResponse}. */
    BodySource call(WireInput input, WireRequest request);
}
