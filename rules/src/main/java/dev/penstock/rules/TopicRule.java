package dev.penstock.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic rule, in the words of the IoT API.
 *
 * @param name letters, digits and underscores
 * @param sqlVersion {@code 2015-10-08}, {@code 2016-03-23} or {@code beta}
 * @param description as given; null when none was
 */
public record TopicRule(
        String name,
        String sql,
        String sqlVersion,
        boolean disabled,
        List<ActionSpec> actions,
        @Nullable ActionSpec errorAction,
        @Nullable String description) {
    /** What AWS takes when nothing is said. */
    public static final String DEFAULT_SQL_VERSION = "2015-10-08";

    public TopicRule {
        actions = List.copyOf(actions);
    }

    /** A rule without a description. */
    public TopicRule(
            String name,
            String sql,
            String sqlVersion,
            boolean disabled,
            List<ActionSpec> actions,
            @Nullable ActionSpec errorAction) {
        this(name, sql, sqlVersion, disabled, actions, errorAction, null);
    }

    /** The same, switched on or off. */
    public TopicRule withDisabled(boolean off) {
        return new TopicRule(name, sql, sqlVersion, off, actions, errorAction, description);
    }

    /**
     * One action.
     *
     * @param kind the member name of the IoT API, for example {@code kinesis}, {@code republish}
     * @param parameters the structure under that member, in the IoT API's spelling
     */
    public record ActionSpec(String kind, JsonNode parameters) {}
}
