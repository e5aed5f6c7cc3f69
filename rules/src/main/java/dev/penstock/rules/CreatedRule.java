package dev.penstock.rules;

import java.time.Instant;

/**
 * A rule and when it was created; replacing it does not change that.
 *
 * @param topicFilter what it selects FROM; empty when it has no FROM
 */
public record CreatedRule(TopicRule rule, Instant createdAt, String topicFilter) {}
