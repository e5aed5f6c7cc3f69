package dev.penstock.analytics.cases;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.InApplicationRow;
import dev.penstock.analytics.SqlCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The input of a case. */
record CaseRecording(CaseDefinition definition) implements SqlCase.Recording {
    /** Longer than any window of a case. */
    private static final Duration REST = Duration.ofDays(8);

    @Override
    public ApplicationSpec application() {
        return definition.application();
    }

    @Override
    public List<Arrival> arrivals() {
        return definition.events().stream()
                .map(event -> new Arrival(CasePipeline.START.plusMillis(event.millis()), event.record()))
                .toList();
    }

    /** Over one shard: Flink reads all shards as one, and what it makes of a divided input is what one shard makes. */
    @Override
    public Map<String, List<Map<String, @Nullable Object>>> rows() {
        Map<String, List<Map<String, @Nullable Object>>> rows = new LinkedHashMap<>();
        try (CasePipeline pipeline = new CasePipeline(1)) {
            pipeline.analytics().create(definition.application());
            pipeline.analytics().startApplication(CaseDefinition.APPLICATION);
            definition.events().forEach(pipeline::put);
            pipeline.after(REST);
            for (InApplicationRow row : pipeline.rows()) {
                rows.computeIfAbsent(row.stream(), name -> new ArrayList<>()).add(row.columns());
            }
        }
        return rows;
    }
}
