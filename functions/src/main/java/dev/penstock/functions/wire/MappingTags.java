package dev.penstock.functions.wire;

import dev.penstock.functions.EventSourceMappings;
import java.util.Map;

/** Tags of event source mappings, by their UUID. */
record MappingTags(EventSourceMappings mappings, FunctionStates<MappingExtras> extras) {

    /** @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException */
    Map<String, String> of(String id) {
        mappings.get(id);
        return extras.get(id).orElse(MappingExtras.NONE).tags();
    }

    void set(String id, Map<String, String> tags) {
        extras.change(id, MappingExtras.NONE, now -> now.tagged(tags));
    }
}
