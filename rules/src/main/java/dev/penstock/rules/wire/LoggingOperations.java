package dev.penstock.rules.wire;

import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.rules.LoggingOptions;
import dev.penstock.rules.LoggingOptions.Level;
import dev.penstock.rules.RuleEngine;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** SetV2LoggingOptions and GetV2LoggingOptions: one level for all events. What is not given stays as it is. */
final class LoggingOperations {
    private static final Set<String> MEMBERS = Set.of("roleArn", "defaultLogLevel", "disableAllLogs");

    private final RuleEngine engine;

    LoggingOperations(RuleEngine engine) {
        this.engine = engine;
    }

    WireOutput.Body set(RestInput in) {
        WireInput body = in.json();
        for (Map.Entry<String, ?> member : body.tree().properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw IotErrors.invalid("'%s' is not emulated by Penstock; set defaultLogLevel, which is for all events"
                        .formatted(member.getKey()));
            }
        }
        LoggingOptions now = engine.loggingOptions();
        engine.setLoggingOptions(new LoggingOptions(
                body.text("roleArn").orElse(now.roleArn()),
                body.text("defaultLogLevel").map(LoggingOperations::level).orElse(now.level()),
                body.bool("disableAllLogs").orElse(now.disabled())));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body get(RestInput in) {
        LoggingOptions options = engine.loggingOptions();
        return out -> {
            if (options.roleArn() != null) {
                out.text("roleArn", options.roleArn());
            }
            out.text("defaultLogLevel", options.level().name()).bool("disableAllLogs", options.disabled());
        };
    }

    private static Level level(String name) {
        return Arrays.stream(Level.values())
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow(() -> IotErrors.violates(
                        name,
                        "defaultLogLevel",
                        "Member must satisfy enum value set: " + Arrays.toString(Level.values())));
    }
}
