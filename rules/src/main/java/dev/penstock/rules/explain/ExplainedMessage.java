package dev.penstock.rules.explain;

import dev.penstock.platform.data.Bytes;
import java.time.Instant;

/**
 * The message that is explained.
 *
 * @param id empty when it was never published
 */
public record ExplainedMessage(String id, String topic, String clientId, Instant receivedAt, Bytes payload) {}
