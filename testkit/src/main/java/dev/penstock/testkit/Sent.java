package dev.penstock.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** One thing that an action of a rule sent to a service that does not run here. */
public final class Sent {
    private final Instant time;
    private final String rule;
    private final String messageId;
    private final Map<String, String> fields;
    private final byte[] body;

    Sent(Instant time, String rule, String messageId, Map<String, String> fields, byte[] body) {
        this.time = time;
        this.rule = rule;
        this.messageId = messageId;
        this.fields = Map.copyOf(fields);
        this.body = body.clone();
    }

    /** When the action ran, by the pipeline's clock. */
    public Instant time() {
        return time;
    }

    public String rule() {
        return rule;
    }

    /** The message that made the rule fire; {@link Pipeline#explain} takes it. */
    public String messageId() {
        return messageId;
    }

    /** What was said beside the body, for example {@code key} for S3. */
    public Map<String, String> fields() {
        return fields;
    }

    /** The body, read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return body.clone();
    }

    @Override
    public String toString() {
        return fields.isEmpty() ? text() : fields + " " + text();
    }
}
