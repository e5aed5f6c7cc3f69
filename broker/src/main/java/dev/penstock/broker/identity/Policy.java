package dev.penstock.broker.identity;

import dev.penstock.broker.policy.PolicyDocument;
import dev.penstock.broker.policy.PolicyEngine.NamedPolicy;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy.
 *
 * @param generationId a UUID, another one after each change
 * @param versions by number; at most five
 * @param newest the highest number that a version had, also when it is gone
 */
public record Policy(
        String name,
        String generationId,
        Map<Integer, Version> versions,
        int defaultVersion,
        int newest,
        Instant createdAt,
        Instant modifiedAt) {
    public Policy {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    /** One document. */
    public record Version(PolicyDocument document, Instant createdAt) {}

    /** The document that counts, with what it is known by. */
    public NamedPolicy named() {
        return new NamedPolicy(name, defaultVersion, document());
    }

    /** The one that counts. */
    public PolicyDocument document() {
        Version version = versions.get(defaultVersion);
        if (version == null) {
            throw new IllegalStateException("policy %s lost its default version".formatted(name));
        }
        return version.document();
    }
}
