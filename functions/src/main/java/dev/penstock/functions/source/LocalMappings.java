package dev.penstock.functions.source;

import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.EventSourceMappings;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.event.EventSource;
import dev.penstock.functions.event.EventSources;
import dev.penstock.functions.filter.RecordFilter;
import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All mappings of a pipeline. Changes are made one at a time, under {@code changes}; the list is guarded by {@code lock}. */
public final class LocalMappings implements EventSourceMappings, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalMappings.class);
    private static final int WORKERS = 4;

    private final Object changes = new Object();
    private final Object lock = new Object();
    private final AwsIdentity identity;
    private final Time time;
    private final List<EventSources> sources;
    private final MappedFunctions functions;
    private final Destinations destinations;
    private final MappingSettings settings;
    private final Workers workers;
    private final List<LocalMapping> mappings = new ArrayList<>();
    private final Map<String, Integer> generations = new HashMap<>();
    private boolean closed;

    /**
     * @param sources of each service that can be read
     * @param destinations where records of discarded batches go
     */
    public LocalMappings(
            AwsIdentity identity,
            Time time,
            List<EventSources> sources,
            MappedFunctions functions,
            Destinations destinations,
            MappingSettings settings) {
        this.identity = identity;
        this.time = time;
        this.sources = List.copyOf(sources);
        this.functions = functions;
        this.destinations = destinations;
        this.settings = settings;
        workers = new Workers(time, WORKERS);
    }

    @Override
    public EventSourceMapping create(EventSourceMappingSpec spec) {
        RecordFilter filter = check(spec);
        synchronized (changes) {
            EventSource source = open(MappingRules.source(spec), functions.roleArn(spec.function()));
            String functionArn = MappedArn.of(spec.function(), identity);
            LocalMapping mapping;
            synchronized (lock) {
                if (closed) {
                    throw new IllegalStateException("functions is closed");
                }
                mappings.removeIf(old -> old.isDeleting() && old.isSame(source.arn(), functionArn));
                for (LocalMapping other : mappings) {
                    if (other.isSame(source.arn(), functionArn)) {
                        throw MappingErrors.exists(source.arn(), spec.function(), other.id());
                    }
                }
                mapping = new LocalMapping(
                        context(newId(spec, source), source), new MappingPlan(spec, filter, !spec.enabled()));
                mappings.add(mapping);
            }
            start(mapping);
            return mapping;
        }
    }

    private RecordFilter check(EventSourceMappingSpec spec) {
        RecordFilter filter = MappingRules.check(spec, destinations, time.now());
        if (!functions.exists(spec.function())) {
            throw MappingErrors.functionMissing();
        }
        if (!spec.tumblingWindow().isZero()
                && (spec.parallelization() > 1 || !spec.batchWindow().isZero())) {
            log.warn(
                    "mapping of {} to '{}': AWS may refuse tumbling windows together with a parallelization factor or a"
                            + " batching window; here each lane keeps a state of its own",
                    spec.source(),
                    spec.function());
        }
        return filter;
    }

    private EventSource open(Arn arn, String roleArn) {
        for (EventSources candidate : sources) {
            Optional<EventSource> found = candidate.open(arn, roleArn);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw MappingErrors.notEmulated(arn);
    }

    /**
     * The same after a restart, so that the source knows the consumer again; another one for each time that the two are
     * mapped anew, so that it begins anew.
     */
    private String newId(EventSourceMappingSpec spec, EventSource source) {
        String seed = source.arn() + " " + spec.function();
        int generation = generations.merge(seed, 1, Integer::sum);
        String numbered = generation == 1 ? seed : seed + " " + generation;
        return UUID.nameUUIDFromBytes(numbered.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private MappingContext context(String id, EventSource source) {
        return new MappingContext(
                id,
                identity.arn("lambda", "event-source-mapping:" + id).toString(),
                source,
                functions,
                destinations,
                settings,
                new MappingMetrics(),
                workers,
                time,
                identity);
    }

    private void start(LocalMapping mapping) {
        try {
            mapping.start();
        } catch (RuntimeException failure) {
            mapping.close();
            synchronized (lock) {
                mappings.remove(mapping);
            }
            throw failure;
        }
    }

    @Override
    public EventSourceMapping get(String id) {
        return find(id);
    }

    private LocalMapping find(String id) {
        synchronized (lock) {
            return mappings.stream()
                    .filter(mapping -> mapping.id().equals(id))
                    .findFirst()
                    .orElseThrow(MappingErrors::mappingMissing);
        }
    }

    @Override
    public EventSourceMapping update(String id, UnaryOperator<EventSourceMappingSpec> change) {
        synchronized (changes) {
            LocalMapping mapping = findUndeleted(id);
            EventSourceMappingSpec before = mapping.spec();
            EventSourceMappingSpec after = change.apply(before);
            if (!after.source().equals(before.source()) || !after.from().equals(before.from())) {
                throw new IllegalArgumentException("source and starting position of a mapping cannot be changed");
            }
            RecordFilter filter = check(after);
            refuseSame(mapping, MappedArn.of(after.function(), identity));
            mapping.change(new MappingPlan(after, filter, !after.enabled()));
            return mapping;
        }
    }

    private void refuseSame(LocalMapping changed, String functionArn) {
        for (LocalMapping other : known()) {
            String sourceArn = changed.spec().source();
            if (other != changed && !other.isDeleting() && other.isSame(sourceArn, functionArn)) {
                throw MappingErrors.exists(sourceArn, functionArn, other.id());
            }
        }
    }

    /** @throws AwsException ResourceNotFoundException, ResourceInUseException */
    private LocalMapping findUndeleted(String id) {
        LocalMapping found = find(id);
        if (found.isDeleting()) {
            throw MappingErrors.isDeleting();
        }
        return found;
    }

    @Override
    public EventSourceMapping delete(String id) {
        synchronized (changes) {
            LocalMapping mapping = findUndeleted(id);
            mapping.close();
            time.schedule(LocalMapping.TRANSITION, () -> {
                synchronized (lock) {
                    mappings.remove(mapping);
                }
            });
            return mapping;
        }
    }

    @Override
    public List<EventSourceMapping> all() {
        return List.copyOf(known());
    }

    private List<LocalMapping> known() {
        synchronized (lock) {
            return List.copyOf(mappings);
        }
    }

    /** Stops all mappings. A batch whose invocation runs is not checkpointed: it would be delivered again. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        known().forEach(LocalMapping::close);
        workers.close();
    }
}
