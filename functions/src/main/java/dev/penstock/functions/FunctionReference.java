package dev.penstock.functions;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function as callers may name it: by its name, or by an ARN, whole or from any part on; each with or without a
 * version or alias. Source: Lambda API Reference, Invoke, parameter FunctionName.
 *
 * @param region null when the text does not say it; so is the next one
 * @param qualifier version or alias; empty when there is none
 */
public record FunctionReference(
        @Nullable String region, @Nullable String account, String name, String qualifier) {
    /** The version that {@link Functions} runs. */
    public static final String LATEST = "$LATEST";

    private static final Pattern FORM = Pattern.compile("(?:arn:aws[a-zA-Z-]*:lambda:)?"
            + "(?:(?<region>[a-z]{2}(?:-[a-z]+)+-\\d):)?"
            + "(?:(?<account>\\d{12}):)?"
            + "(?:function:)?"
            + "(?<name>[a-zA-Z0-9-_]{1,64})"
            + "(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

    /** @throws IllegalArgumentException when it is none of the forms */
    public static FunctionReference parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is neither the name nor the ARN of a function; expected arn:aws:lambda:region:account:function:name"
                            .formatted(text));
        }
        String qualifier = matcher.group("qualifier");
        return new FunctionReference(
                matcher.group("region"),
                matcher.group("account"),
                matcher.group("name"),
                qualifier == null ? "" : qualifier);
    }

    /** Whether it names the code as it is now, and not a version or alias. */
    public boolean isLatest() {
        return qualifier.isEmpty() || qualifier.equals(LATEST);
    }
}
