package dev.penstock.rules.destination;

import java.time.Instant;

/**
 * A topic rule destination for HTTP. Immutable.
 *
 * @param statusReason why it is in {@link Status#ERROR}; empty when there is nothing to say
 * @param confirmationUrl where the confirmation was sent; URLs that begin with it may be used
 */
public record Destination(
        String arn,
        Status status,
        Instant createdAt,
        Instant lastUpdatedAt,
        String statusReason,
        String confirmationUrl) {

    /** In the words of the IoT API. */
    public enum Status {
        /** Its confirmation has been asked for. */
        IN_PROGRESS,
        /** Confirmed: traffic is let through. */
        ENABLED,
        /** Confirmed and switched off. */
        DISABLED,
        /** The request to confirm it could not be delivered. */
        ERROR
    }

    Destination with(Status other, String reason, Instant now) {
        return new Destination(arn, other, createdAt, now, reason, confirmationUrl);
    }
}
