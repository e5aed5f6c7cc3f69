package dev.penstock.functions.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A layer version as callers name it: {@code arn:aws:lambda:us-east-1:123456789012:layer:name:3}. */
record LayerName(String name, long version) {
    private static final Pattern ARN =
            Pattern.compile("arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:([a-zA-Z0-9-_]+):([0-9]{1,18})");
    private static final Pattern NAME =
            Pattern.compile("(?:arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:)?([a-zA-Z0-9-_]+)");

    static LayerName parse(String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            throw LambdaErrors.invalid(
                    "'%s' is not the ARN of a layer version; expected arn:aws:lambda:region:account:layer:name:number"
                            .formatted(arn));
        }
        return new LayerName(matcher.group(1), Long.parseLong(matcher.group(2)));
    }

    /** The name of a layer that is given by its name or its ARN without a version. */
    static String nameOf(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.matches()) {
            throw LambdaErrors.invalid("'%s' is neither the name nor the ARN of a layer".formatted(text));
        }
        return matcher.group(1);
    }
}
