package dev.penstock.rules;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to run the rules. Immutable; {@link #defaults} and the {@code with} methods make one.
 *
 * @param lanes worker threads, 1 or more; messages of one client always use the same one
 * @param explainBytes how much of the last messages is kept for explanations, 0 to keep none
 * @param queuedMessages how many messages an action may have waiting or running before publishers wait, 1 or more
 * @param closeWithin how long closing waits for actions that have accepted messages
 * @param recordOnly kinds of actions, out of {@link #RECORDABLE}, that only keep what they would send
 * @param http how {@code http} actions reach their endpoints
 * @param actionClasses where providers of further actions are looked for
 */
public record RuleSettings(
        int lanes,
        long explainBytes,
        int queuedMessages,
        Duration closeWithin,
        Set<String> recordOnly,
        Http http,
        ClassLoader actionClasses) {
    /** The actions of AWS that no service here can carry out. */
    public static final Set<String> RECORDABLE = Set.of(
            "elasticsearch",
            "influxDB",
            "iotAnalytics",
            "iotEvents",
            "iotSiteWise",
            "kafka",
            "location",
            "openSearch",
            "salesforce",
            "stepFunctions",
            "timestream");

    private static final int DEFAULT_LANES = 4;
    private static final long DEFAULT_EXPLAIN_BYTES = 16L << 20;
    private static final int DEFAULT_QUEUED = 256;
    private static final Duration DEFAULT_CLOSE = Duration.ofSeconds(5);

    public RuleSettings {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes must be 1 or more, not " + lanes);
        }
        if (explainBytes < 0) {
            throw new IllegalArgumentException("explainBytes must not be negative, not " + explainBytes);
        }
        if (queuedMessages < 1) {
            throw new IllegalArgumentException("queuedMessages must be 1 or more, not " + queuedMessages);
        }
        if (closeWithin.isNegative()) {
            throw new IllegalArgumentException("closeWithin must not be negative, not " + closeWithin);
        }
        recordOnly = Set.copyOf(recordOnly);
        for (String kind : recordOnly) {
            if (!RECORDABLE.contains(kind)) {
                throw new IllegalArgumentException("'%s' is no action that can be recorded only; these are: %s"
                        .formatted(kind, String.join(", ", new TreeSet<>(RECORDABLE))));
            }
        }
    }

    /** The usual settings but for these. */
    public RuleSettings(int lanes, long explainBytes, int queuedMessages, Duration closeWithin) {
        this(
                lanes,
                explainBytes,
                queuedMessages,
                closeWithin,
                Set.of(),
                Http.DEFAULT,
                RuleSettings.class.getClassLoader());
    }

    /**
     * How {@code http} actions reach their endpoints.
     *
     * @param confirmAutomatically whether destinations need no confirmation, for endpoints that cannot confirm
     * @param remote whether endpoints outside of this machine may be reached
     * @param api where the AWS APIs of this pipeline are served: confirmations go there
     */
    public record Http(boolean confirmAutomatically, boolean remote, URI api) {
        /** Confirmation is required, everything stays on this machine, the API is at its usual port. */
        public static final Http DEFAULT = new Http(false, false, URI.create("http://127.0.0.1:4566"));
    }

    /** Four lanes, 16 MiB of messages, 256 messages an action, 5 seconds to close; nothing is recorded only. */
    public static RuleSettings defaults() {
        return new RuleSettings(DEFAULT_LANES, DEFAULT_EXPLAIN_BYTES, DEFAULT_QUEUED, DEFAULT_CLOSE);
    }

    /** @throws IllegalArgumentException for a kind that is not {@link #RECORDABLE} */
    public RuleSettings withRecordOnly(Set<String> kinds) {
        return new RuleSettings(lanes, explainBytes, queuedMessages, closeWithin, kinds, http, actionClasses);
    }

    public RuleSettings withHttp(Http other) {
        return new RuleSettings(lanes, explainBytes, queuedMessages, closeWithin, recordOnly, other, actionClasses);
    }

    /** Looks for providers of actions in other jars too. */
    public RuleSettings withActionClasses(ClassLoader classes) {
        return new RuleSettings(lanes, explainBytes, queuedMessages, closeWithin, recordOnly, http, classes);
    }
}
