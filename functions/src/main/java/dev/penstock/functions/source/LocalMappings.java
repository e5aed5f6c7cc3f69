package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.EventSourceMappings;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamSummary;
import dev.penstock.stream.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** All mappings of a pipeline. Guarded by {@code lock}. */
public final class LocalMappings implements EventSourceMappings, AutoCloseable {
    private static final int MAX_BATCH = 10_000;
    private static final int MAX_RETRIES = 10_000;
    private static final Duration MAX_WINDOW = Duration.ofMinutes(5);

    private final Object lock = new Object();
    private final AwsIdentity identity;
    private final Time time;
    private final Streams streams;
    private final MappedFunctions functions;
    private final List<KinesisMapping> mappings = new ArrayList<>();
    private boolean closed;

    public LocalMappings(AwsIdentity identity, Time time, Streams streams, MappedFunctions functions) {
        this.identity = identity;
        this.time = time;
        this.streams = streams;
        this.functions = functions;
    }

    @Override
    public EventSourceMapping create(EventSourceMappingSpec spec) {
        check(spec);
        if (!functions.exists(spec.function())) {
            throw MappingErrors.functionMissing();
        }
        StreamSummary stream = describe(spec.sourceName());
        KinesisMapping mapping = new KinesisMapping(spec, stream.arn(), identity, time, functions);
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("functions is closed");
            }
            mappings.stream().filter(other -> other.isSame(spec)).findFirst().ifPresent(other -> {
                throw MappingErrors.exists(stream.arn(), spec.function(), other.id());
            });
            mappings.add(mapping);
        }
        try {
            mapping.start(streams);
        } catch (RuntimeException failure) {
            mapping.close();
            synchronized (lock) {
                mappings.remove(mapping);
            }
            throw failure;
        }
        return mapping;
    }

    private static void check(EventSourceMappingSpec spec) {
        MappingErrors.requireRange("batchSize", spec.batchSize(), 1, MAX_BATCH);
        MappingErrors.requireRange("maximumRetryAttempts", spec.maxRetries(), -1, MAX_RETRIES);
        MappingErrors.requireRange(
                "maximumBatchingWindowInSeconds", spec.batchWindow().toSeconds(), 0, MAX_WINDOW.toSeconds());
    }

    private StreamSummary describe(String stream) {
        try {
            return streams.describe(stream);
        } catch (AwsException failure) {
            if (failure.code().equals("ResourceNotFoundException")) {
                throw MappingErrors.streamMissing(
                        identity.arn("kinesis", "stream/" + stream).toString());
            }
            throw failure;
        }
    }

    @Override
    public EventSourceMapping get(String id) {
        return find(id);
    }

    @Override
    public EventSourceMapping update(String id, UnaryOperator<EventSourceMappingSpec> change) {
        find(id);
        throw new UnsupportedOperationException("an event source mapping cannot be changed yet");
    }

    @Override
    public EventSourceMapping delete(String id) {
        KinesisMapping found = find(id);
        found.close();
        synchronized (lock) {
            mappings.remove(found);
        }
        return found;
    }

    private KinesisMapping find(String id) {
        synchronized (lock) {
            return mappings.stream()
                    .filter(mapping -> mapping.id().equals(id))
                    .findFirst()
                    .orElseThrow(MappingErrors::mappingMissing);
        }
    }

    @Override
    public List<EventSourceMapping> all() {
        synchronized (lock) {
            return List.copyOf(mappings);
        }
    }

    /** Stops all mappings. A batch whose invocation runs is not checkpointed: it would be delivered again. */
    @Override
    public void close() {
        List<KinesisMapping> open;
        synchronized (lock) {
            closed = true;
            open = List.copyOf(mappings);
        }
        open.forEach(KinesisMapping::close);
    }
}
