package dev.penstock.functions.wire;

import dev.penstock.platform.wire.WireInput;
import java.util.List;
import java.util.Map;

/**
 * What a mapping says of itself and what changes nothing here; shown as it was given.
 *
 * @param kmsKeyArn empty when there is none
 * @param metrics kinds of metrics that were asked for; none are published
 */
record MappingExtras(Map<String, String> tags, String kmsKeyArn, List<String> metrics) {
    static final MappingExtras NONE = new MappingExtras(Map.of(), "", List.of());

    MappingExtras take(WireInput body) {
        return new MappingExtras(
                body.textMap("Tags").orElse(tags),
                body.text("KMSKeyArn").orElse(kmsKeyArn),
                body.structure("MetricsConfig")
                        .map(config -> config.texts("Metrics").orElse(List.of()))
                        .orElse(metrics));
    }

    MappingExtras tagged(Map<String, String> all) {
        return new MappingExtras(Map.copyOf(all), kmsKeyArn, metrics);
    }
}
