package dev.penstock.platform.logs;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members that many operations have, checked against the API model (service model 2014-03-28). All refusals are
 * InvalidParameterException.
 */
final class LogsInput {
    private static final Pattern GROUP = Pattern.compile("[\\.\\-_/#A-Za-z0-9]+");
    private static final Pattern STREAM = Pattern.compile("[^:*]*");
    private static final int MAX_NAME = 512;
    private static final String GROUP_IN_ARN = ":log-group:";

    private final WireInput in;

    LogsInput(WireInput in) {
        this.in = in;
    }

    WireInput wire() {
        return in;
    }

    /** A new group's name. */
    String groupName() {
        return groupName(required("logGroupName"), "logGroupName");
    }

    /** The group by name, or by identifier: its name or its ARN. */
    String group() {
        Optional<String> identifier = in.text("logGroupIdentifier");
        if (identifier.isEmpty()) {
            return groupName();
        }
        if (in.text("logGroupName").isPresent()) {
            throw LogErrors.invalid("LogGroup name and LogGroup identifier are mutually exclusive parameters.");
        }
        return groupName(nameIn(identifier.get()), "logGroupIdentifier");
    }

    /** The name of the group whose ARN, with or without {@code :*}, is given; a text that is no ARN is the name. */
    static String nameIn(String identifier) {
        int at = identifier.indexOf(GROUP_IN_ARN);
        if (!identifier.startsWith("arn:") || at < 0) {
            return identifier;
        }
        String name = identifier.substring(at + GROUP_IN_ARN.length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    String streamName() {
        String name = required("logStreamName");
        if (!STREAM.matcher(name).matches()) {
            throw violates(name, "logStreamName", "Member must satisfy regular expression pattern: " + STREAM);
        }
        return length(name, "logStreamName");
    }

    String required(String member) {
        return in.text(member)
                .orElseThrow(() -> LogErrors.invalid(
                        "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                                .formatted(member)));
    }

    /** @return what is said, or {@code otherwise} */
    int between(String member, int min, int max, int otherwise) {
        int value = in.integer(member).orElse(otherwise);
        if (value < min) {
            throw violates(Integer.toString(value), member, "Member must have value greater than or equal to " + min);
        }
        if (value > max) {
            throw violates(Integer.toString(value), member, "Member must have value less than or equal to " + max);
        }
        return value;
    }

    /** Milliseconds since the epoch. */
    OptionalLong time(String member) {
        Optional<Long> value = in.number(member);
        if (value.isPresent() && value.get() < 0) {
            throw violates(value.get().toString(), member, "Member must have value greater than or equal to 0");
        }
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    boolean flag(String member) {
        return in.bool(member).orElse(false);
    }

    /** The name after which the next page begins; null for the first page. */
    @Nullable
    String lastName() {
        Optional<String> token = in.text("nextToken");
        if (token.isEmpty()) {
            return null;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token.get()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
    }

    static String tokenAfter(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static AwsException violates(String value, String member, String constraint) {
        return LogErrors.invalid("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                .formatted(value, member, constraint));
    }

    private static String groupName(String name, String member) {
        if (!GROUP.matcher(name).matches()) {
            throw violates(name, member, "Member must satisfy regular expression pattern: " + GROUP);
        }
        return length(name, member);
    }

    private static String length(String name, String member) {
        if (name.isEmpty()) {
            throw violates(name, member, "Member must have length greater than or equal to 1");
        }
        if (name.length() > MAX_NAME) {
            throw violates(name, member, "Member must have length less than or equal to " + MAX_NAME);
        }
        return name;
    }
}
