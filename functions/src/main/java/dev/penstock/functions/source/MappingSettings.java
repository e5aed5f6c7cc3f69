package dev.penstock.functions.source;

import java.time.Duration;

/**
 * What all event source mappings of a pipeline share.
 *
 * @param backoff when failing batches are tried again
 * @param windowGrace so long after its end a tumbling window without new records is closed
 */
public record MappingSettings(Backoff backoff, Duration windowGrace) {
    /** As AWS; a second of grace. */
    public static final MappingSettings DEFAULT = new MappingSettings(Backoff.AWS, Duration.ofSeconds(1));
}
