package dev.penstock.platform.logs;

import dev.penstock.platform.aws.AwsException;

/**
 * Which messages a search wants: terms, or a condition on JSON. Regular expressions and space-delimited patterns are
 * refused by name.
 *
 * <p>Source: CloudWatch Logs User Guide, Filter pattern syntax.
 */
@FunctionalInterface
interface FilterPattern {
    /** The longest pattern the API takes, in characters. */
    int MAX_LENGTH = 1024;

    boolean matches(String message);

    /** @throws AwsException InvalidParameterException */
    static FilterPattern parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw LogsInput.violates(
                    text, "filterPattern", "Member must have length less than or equal to " + MAX_LENGTH);
        }
        String pattern = text.strip();
        if (pattern.isEmpty()) {
            return message -> true;
        }
        if (pattern.startsWith("[")) {
            throw LogErrors.notEmulated(
                    "The space-delimited filter pattern '%s'".formatted(pattern),
                    "use terms or a JSON pattern { $.a = b }");
        }
        return pattern.startsWith("{") ? JsonPattern.parse(pattern) : TermsPattern.parse(pattern);
    }

    static AwsException regularExpression(String term) {
        return LogErrors.notEmulated(
                "The regular expression %s in a filter pattern".formatted(term), "use terms, or * in a JSON pattern");
    }
}
