package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.ShardMetric;
import dev.penstock.stream.local.StreamState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** EnableEnhancedMonitoring and DisableEnhancedMonitoring. What is switched on is kept and shown; nothing is measured. */
record EnhancedMonitoring(StreamReference stream, @Nullable List<String> metrics, boolean on) {
    private static final String ALL = "ALL";
    private static final int MOST = 7;

    static EnhancedMonitoring enable(WireInput in) {
        return read(in, true);
    }

    static EnhancedMonitoring disable(WireInput in) {
        return read(in, false);
    }

    private static EnhancedMonitoring read(WireInput in, boolean on) {
        return new EnhancedMonitoring(
                StreamReference.read(in), in.texts("ShardLevelMetrics").orElse(null), on);
    }

    WireOutput.Body call(InMemoryStreams streams) {
        check(stream.check(new Violations()).required("shardLevelMetrics", metrics));
        StreamState state = stream.in(streams);
        Set<ShardMetric> chosen = chosen();
        List<Set<ShardMetric>> change = new ArrayList<>();
        state.updateNow(() -> () -> {
            change.add(state.attributes().monitor(chosen, on));
            change.add(state.attributes().monitored());
        });
        return out -> {
            out.text("StreamName", state.name());
            out.texts("CurrentShardLevelMetrics", texts(change.get(0)));
            out.texts("DesiredShardLevelMetrics", texts(change.get(1)));
            out.text("StreamARN", streams.arn(state.name()));
        };
    }

    private void check(Violations violations) {
        if (metrics != null) {
            List<String> known = new ArrayList<>(ShardMetric.texts());
            known.add(ALL);
            violations.items("shardLevelMetrics", metrics, 1, MOST);
            if (!known.containsAll(metrics)) {
                violations.failed(
                        metrics.toString(),
                        "shardLevelMetrics",
                        "Member must satisfy constraint: [Member must satisfy enum value set: %s]".formatted(known));
            }
        }
        violations.refuse();
    }

    private Set<ShardMetric> chosen() {
        List<String> texts = Objects.requireNonNull(metrics);
        return texts.contains(ALL)
                ? Set.of(ShardMetric.values())
                : Set.copyOf(texts.stream()
                        .map(ShardMetric::of)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static List<String> texts(Collection<ShardMetric> metrics) {
        return metrics.stream().map(ShardMetric::text).toList();
    }
}
