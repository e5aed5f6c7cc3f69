package dev.penstock.functions.wire;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.EventSourceMappings;
import dev.penstock.functions.FunctionReference;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.StartingPosition;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CreateEventSourceMapping, GetEventSourceMapping, ListEventSourceMappings, UpdateEventSourceMapping,
 * DeleteEventSourceMapping.
 */
final class MappingOperations {
    private static final int PAGE = 100;

    private final EventSourceMappings mappings;
    private final FunctionStates<MappingExtras> extras;

    MappingOperations(EventSourceMappings mappings, FunctionStates<MappingExtras> extras) {
        this.mappings = mappings;
        this.extras = extras;
    }

    WireOutput.Body create(RestInput in) {
        WireInput body = in.json();
        EventSourceMappingSpec spec = MappingInput.create(body);
        TagRules.check(body.textMap("Tags").orElse(Map.of()));
        EventSourceMapping created = mappings.create(spec);
        extras.put(created.id(), MappingExtras.NONE.take(body));
        return whole(created);
    }

    WireOutput.Body get(RestInput in) {
        return whole(mappings.get(in.label("UUID")));
    }

    WireOutput.Body update(RestInput in) {
        String id = in.label("UUID");
        WireInput body = in.json();
        MappingInput.checkUpdate(body);
        EventSourceMapping updated = mappings.update(id, spec -> MappingInput.merged(spec, body));
        extras.change(id, MappingExtras.NONE, now -> now.take(body));
        return whole(updated);
    }

    WireOutput.Body delete(RestInput in) {
        String id = in.label("UUID");
        EventSourceMapping deleted = mappings.delete(id);
        WireOutput.Body answer = whole(deleted);
        extras.remove(id);
        return answer;
    }

    WireOutput.Body list(RestInput in) {
        Optional<String> source = in.query("EventSourceArn");
        Optional<FunctionReference> function = in.query("FunctionName").map(MappingOperations::reference);
        List<EventSourceMapping> all = mappings.all().stream()
                .filter(mapping -> source.isEmpty() || mapping.spec().source().equals(source.get()))
                .filter(mapping -> function.isEmpty() || isFor(function.get(), mapping))
                .toList();
        return Paging.read(in, PAGE)
                .page("EventSourceMappings", all, EventSourceMapping::id, (mapping, item) -> writeTo(mapping, item));
    }

    private static FunctionReference reference(String name) {
        FunctionNames.check(new Violations(), name).refuse();
        return FunctionReference.parse(name);
    }

    /** A name without a version or alias is for mappings with any. */
    private static boolean isFor(FunctionReference wanted, EventSourceMapping mapping) {
        FunctionReference function = FunctionReference.parse(mapping.functionArn());
        return wanted.name().equals(function.name())
                && (wanted.qualifier().isEmpty() || wanted.qualifier().equals(function.qualifier()));
    }

    /** Taken now: a mapping changes its state while its answer is written. */
    private WireOutput.Body whole(EventSourceMapping mapping) {
        Snapshot now =
                new Snapshot(mapping, mapping.state(), extras.get(mapping.id()).orElse(MappingExtras.NONE));
        return now::writeTo;
    }

    private void writeTo(EventSourceMapping mapping, WireOutput out) throws IOException {
        whole(mapping).writeTo(out);
    }

    private record Snapshot(EventSourceMapping mapping, String state, MappingExtras extras) {

        void writeTo(WireOutput out) throws IOException {
            EventSourceMappingSpec spec = mapping.spec();
            out.number("BatchSize", spec.batchSize())
                    .bool("BisectBatchOnFunctionError", spec.bisect())
                    .structure(
                            "DestinationConfig",
                            config -> config.structure(
                                    "OnFailure", target -> target.text("Destination", spec.onFailure())))
                    .text("EventSourceArn", spec.source())
                    .text("EventSourceMappingArn", mapping.arn());
            if (!spec.filters().isEmpty()) {
                out.structure(
                        "FilterCriteria",
                        criteria -> criteria.structures(
                                "Filters", spec.filters(), (pattern, filter) -> filter.text("Pattern", pattern)));
            }
            out.text("FunctionArn", mapping.functionArn())
                    .texts(
                            "FunctionResponseTypes",
                            spec.reportItemFailures() ? List.of("ReportBatchItemFailures") : List.of());
            if (!extras.kmsKeyArn().isEmpty()) {
                out.text("KMSKeyArn", extras.kmsKeyArn());
            }
            out.timestamp("LastModified", mapping.lastModified())
                    .text("LastProcessingResult", mapping.lastProcessingResult())
                    .number("MaximumBatchingWindowInSeconds", spec.batchWindow().toSeconds())
                    .number("MaximumRecordAgeInSeconds", spec.maxAgeSeconds())
                    .number("MaximumRetryAttempts", spec.maxRetries());
            if (!extras.metrics().isEmpty()) {
                out.structure("MetricsConfig", config -> config.texts("Metrics", extras.metrics()));
            }
            out.number("ParallelizationFactor", spec.parallelization());
            writePosition(spec.from(), out);
            out.text("State", state)
                    .text("StateTransitionReason", mapping.stateTransitionReason())
                    .number("TumblingWindowInSeconds", spec.tumblingWindow().toSeconds())
                    .text("UUID", mapping.id());
        }

        private static void writePosition(StartingPosition from, WireOutput out) throws IOException {
            if (from instanceof StartingPosition.AtTimestamp at) {
                out.text("StartingPosition", "AT_TIMESTAMP").timestamp("StartingPositionTimestamp", at.timestamp());
            } else {
                out.text("StartingPosition", from instanceof StartingPosition.Latest ? "LATEST" : "TRIM_HORIZON");
            }
        }
    }
}
