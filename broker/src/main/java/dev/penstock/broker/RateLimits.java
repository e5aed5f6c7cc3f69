package dev.penstock.broker;

import java.util.OptionalInt;

/**
 * How often clients may do something in a second of the pipeline's time, as many at once as in a whole second; empty is as
 * often as they like. What is above it is discarded or refused, as AWS IoT Core does it.
 *
 * @param publishes of one connection; AWS: 100
 * @param connects of all clients; AWS: 500, other in some regions
 * @param connectsOfClient with one client id; AWS: 1
 */
public record RateLimits(OptionalInt publishes, OptionalInt connects, OptionalInt connectsOfClient) {
    /** What holds without a setting: devices under test do in a moment what takes them minutes in the field. */
    public static final RateLimits NONE = new RateLimits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    public RateLimits {
        check("publishesPerSecond", publishes);
        check("connectsPerSecond", connects);
        check("connectsPerSecondOfClient", connectsOfClient);
    }

    private static void check(String what, OptionalInt rate) {
        if (rate.isPresent() && rate.getAsInt() < 1) {
            throw new IllegalArgumentException("%s %d must be 1 or more".formatted(what, rate.getAsInt()));
        }
    }
}
