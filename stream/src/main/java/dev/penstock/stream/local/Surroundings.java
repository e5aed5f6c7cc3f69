package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.limit.Limits;
import java.time.Duration;

/** What all streams of a scope share. */
record Surroundings(
        Time time,
        PartitionHash hash,
        Room room,
        Limits limits,
        AwsIdentity identity,
        Duration transition,
        Journal journal,
        StreamParts parts) {
    String account() {
        return identity.account();
    }
}
