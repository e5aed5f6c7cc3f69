package dev.penstock.rules.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.logs.LogText;
import dev.penstock.rules.LoggingOptions.Level;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event of the log group {@code AWSIotLogsV2}. Holds no payload. */
record RuleLogEvent(Origin origin, What what) implements LogText {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** The members that every event has, and about half of the room its objects take. */
    private static final int COMMON_BYTES = 330;

    /** What happened, and what AWS calls it. */
    enum Kind {
        RULE_MATCH("RuleMatch"),
        STARTING("StartingRuleExecution"),
        EXECUTION("RuleExecution"),
        FUNCTION("FunctionExecution"),
        RULE_NOT_FOUND("RuleNotFound"),
        /** Not of AWS: there a rule that matched and did not fire leaves no sign but the lack of the next event. */
        NOT_FIRED("Penstock.RuleNotFired");

        private final String eventType;

        Kind(String eventType) {
            this.eventType = eventType;
        }
    }

    /**
     * The message it is about.
     *
     * @param millis when the event happened
     * @param seed from which the message's trace id is made
     */
    record Origin(long millis, long seed, String account, String clientId, String topic, String principal) {}

    /**
     * What happened.
     *
     * @param action null for events without one
     * @param resources names and values in turn
     * @param reason empty when there is none
     * @param details empty when there are none
     */
    record What(
            Kind kind,
            Level level,
            String ruleName,
            @Nullable String action,
            List<String> resources,
            String reason,
            String details) {

        static What of(Kind kind, Level level, String ruleName) {
            return new What(kind, level, ruleName, null, List.of(), "", "");
        }

        What action(String name, List<String> worksOn) {
            return new What(kind, level, ruleName, name, worksOn, reason, details);
        }

        What because(String why, String explained) {
            return new What(kind, level, ruleName, action, resources, why, explained);
        }
    }

    @Override
    public String text() {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("timestamp", TIMESTAMP.format(Instant.ofEpochMilli(origin.millis)))
                .put("logLevel", what.level.name())
                .put("traceId", EngineParts.traceId(origin.seed))
                .put("accountId", origin.account)
                .put("status", what.level == Level.ERROR || what.level == Level.WARN ? "Failure" : "Success")
                .put("eventType", what.kind.eventType)
                .put("clientId", origin.clientId)
                .put("topicName", origin.topic)
                .put("ruleName", what.ruleName);
        if (what.action != null) {
            event.put("ruleAction", what.action);
        }
        if (!what.resources.isEmpty()) {
            ObjectNode named = event.putObject("resources");
            for (int i = 0; i + 1 < what.resources.size(); i += 2) {
                named.put(what.resources.get(i), what.resources.get(i + 1));
            }
        }
        event.put("principalId", origin.principal.isEmpty() ? "N/A" : origin.principal);
        if (!what.reason.isEmpty()) {
            event.put("reason", what.reason);
        }
        if (!what.details.isEmpty()) {
            event.put("details", what.details);
        }
        return event.toString();
    }

    @Override
    public int sizeBytes() {
        int bytes = COMMON_BYTES
                + origin.topic.length()
                + origin.clientId.length()
                + what.ruleName.length()
                + what.details.length();
        for (String resource : what.resources) {
            bytes += resource.length();
        }
        return bytes;
    }
}
