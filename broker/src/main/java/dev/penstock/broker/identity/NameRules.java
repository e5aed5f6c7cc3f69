package dev.penstock.broker.identity;

import dev.penstock.platform.aws.AwsException;
import java.util.Map;
import java.util.regex.Pattern;

/** What names and attributes may look like. */
final class NameRules {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");
    private static final Pattern POLICY = Pattern.compile("[\\w+=,.@-]{1,128}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-zA-Z0-9_.,@/:#-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[a-zA-Z0-9_.,@/:#=\\[\\]-]{0,800}");

    private NameRules() {}

    /** @param member as the API calls it, for example {@code thingName} */
    static void name(String member, String name) {
        check(member, name, NAME);
    }

    static void policy(String name) {
        check("policyName", name, POLICY);
    }

    static void attributes(Map<String, String> attributes, int most) {
        attributes.forEach((name, value) -> {
            check("attributePayload.attributes", name, ATTRIBUTE);
            check("attributePayload.attributes." + name, value, VALUE);
        });
        if (attributes.size() > most) {
            throw IdentityErrors.invalid(
                    "A thing without a type has at most 3 attributes and one with a type 50; there are %d"
                            .formatted(attributes.size()));
        }
    }

    private static void check(String member, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw violates(member, value, pattern);
        }
    }

    private static AwsException violates(String member, String value, Pattern pattern) {
        return IdentityErrors.invalid(
                "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
                        .formatted(value, member, pattern));
    }
}
