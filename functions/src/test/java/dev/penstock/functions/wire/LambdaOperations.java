package dev.penstock.functions.wire;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the service has, for the reference. */
public final class LambdaOperations {
    private LambdaOperations() {}

    public static Set<String> served() {
        try (Api api = new Api()) {
            return api.operationNames();
        }
    }

    /** Advice by name. */
    public static Map<String, String> refused() {
        return RefusedOperations.all().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, operation -> operation.getValue().advice()));
    }
}
