package dev.penstock.rules;

import java.time.Instant;

/** A rule and when it was created; replacing it does not change that. */
public record CreatedRule(TopicRule rule, Instant createdAt) {}
