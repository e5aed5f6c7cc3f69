package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMappingSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what becomes of records of one shard that are given up: in the log and at the on-failure destination. */
final class Discards {
    private static final Logger log = LoggerFactory.getLogger(Discards.class);

    private final MappingContext mapping;
    private final String shardId;

    Discards(MappingContext mapping, String shardId) {
        this.mapping = mapping;
        this.shardId = shardId;
    }

    /** @return open until the destination has it; never fails */
    CompletionStage<Void> send(EventSourceMappingSpec spec, Action.Discard given, long now) {
        if (given.records().isEmpty()) {
            log.warn(
                    "function '{}': the last invocation of a time window of {} is given up ({}); last error: {}",
                    spec.function(),
                    shardId,
                    given.condition(),
                    given.lastError());
            return CompletableFuture.completedFuture(null);
        }
        String range = "%s to %s"
                .formatted(
                        given.records().get(0).sequenceNumber(),
                        given.records().get(given.records().size() - 1).sequenceNumber());
        log.warn(
                "function '{}': {} records of {} with sequence numbers {} are discarded ({} after {} attempts); last error:"
                        + " {}",
                spec.function(),
                given.records().size(),
                shardId,
                range,
                given.condition(),
                given.invokeCount(),
                given.lastError());
        Optional<String> target = spec.onFailure();
        return target.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : deliver(target.get(), spec, given, now).exceptionally(failure -> {
                    log.error(
                            "the record of discarded batch {} of {} could not be sent to {}; the batch is skipped anyway: {}",
                            range,
                            shardId,
                            target.get(),
                            failure.toString());
                    return null;
                });
    }

    private CompletionStage<Void> deliver(String target, EventSourceMappingSpec spec, Action.Discard given, long now) {
        String functionArn = mapping.functionArn(spec);
        try {
            return mapping.destinations()
                    .send(target, new FailureRecord(mapping, functionArn, shardId, given, now).delivery(target));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
