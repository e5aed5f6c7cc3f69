package dev.penstock.rules;

import dev.penstock.broker.MessageBroker;
import dev.penstock.stream.Streams;

/** What actions work on. */
public record RuleTargets(Streams streams, MessageBroker broker) {}
