package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionReference;
import dev.penstock.platform.wire.RestInput;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which function, and which version or alias of it, a request means: by its path and its {@code Qualifier}. */
final class FunctionNames {
    private static final Pattern FORM = Pattern.compile(
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?"
                    + "(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
    private static final Pattern QUALIFIER = Pattern.compile("\\$LATEST|[a-zA-Z0-9-_$]+");
    private static final int MOST = 256;
    private static final int MOST_OF_NAME = 64;
    private static final int MOST_OF_QUALIFIER = 128;

    private FunctionNames() {}

    /**
     * As the catalog takes it.
     *
     * @throws dev.penstock.platform.aws.AwsException ValidationException when it is no name of a function,
     *     InvalidParameterValueException when path and query name different versions
     */
    static String of(RestInput in) {
        String name = in.label("FunctionName");
        Optional<String> qualifier = in.query("Qualifier").filter(text -> !text.isEmpty());
        check(new Violations(), name)
                .length("qualifier", qualifier, 1, MOST_OF_QUALIFIER)
                .pattern("qualifier", qualifier, QUALIFIER)
                .refuse();
        return qualifier.isEmpty() ? name : qualified(name, qualifier.get());
    }

    /** The function without version or alias; for operations that have none. */
    static String plain(RestInput in) {
        String name = in.label("FunctionName");
        check(new Violations(), name).refuse();
        return name;
    }

    private static String qualified(String name, String qualifier) {
        String given = FunctionReference.parse(name).qualifier();
        if (!given.isEmpty() && !given.equals(qualifier)) {
            throw LambdaErrors.invalid(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return given.isEmpty() ? name + ":" + qualifier : name;
    }

    /** Adds what is wrong with the form of a name. */
    static Violations check(Violations violations, String name) {
        boolean bare = name.indexOf(':') < 0;
        return violations
                .pattern("functionName", Optional.of(name), FORM)
                .length("functionName", Optional.of(name), 1, bare ? MOST_OF_NAME : MOST);
    }
}
