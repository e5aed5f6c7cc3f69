package dev.penstock.functions.filter;

import dev.penstock.functions.event.SourceRecord;
import java.util.List;

/** Says which records a mapping wants. Safe for use by many threads at once. */
@FunctionalInterface
public interface RecordFilter {
    /** Most patterns of one mapping. */
    int MAX_PATTERNS = 10;

    /** Longest pattern, in characters. */
    int MAX_PATTERN_LENGTH = 4096;

    /** Whether at least one pattern matches; always when there is no pattern. */
    boolean matches(SourceRecord record);

    /**
     * Compiles patterns once, for many records. A pattern that asks for {@code data} never matches a record whose payload
     * is not JSON; payloads are parsed only when some pattern asks for {@code data}.
     *
     * @param patterns in the pattern language of EventBridge; none lets every record pass
     * @throws dev.penstock.platform.aws.AwsException InvalidParameterValueException, ValidationException
     * Source: Lambda Developer Guide, "Control which events Lambda sends to your function".
     */
    static RecordFilter of(List<String> patterns) {
        return patterns.isEmpty() ? record -> true : PatternFilter.compile(patterns);
    }
}
