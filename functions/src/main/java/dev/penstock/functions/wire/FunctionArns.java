package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionReference;

/** The ARNs of a function: without anything, of a version, and as a caller asked for it. */
final class FunctionArns {
    private FunctionArns() {}

    /** Without version or alias. */
    static String plain(FunctionDescription function) {
        String[] parts = function.arn().split(":", -1);
        String name = function.spec().name();
        return "%s:%s:%s:%s:%s:function:%s".formatted(parts[0], parts[1], parts[2], parts[3], parts[4], name);
    }

    /** With the number of a published version; plain for the code as it is now. */
    static String versioned(FunctionDescription function) {
        return function.version().equals(FunctionReference.LATEST) ? plain(function) : numbered(function);
    }

    /** With the version, {@code $LATEST} too. */
    static String numbered(FunctionDescription function) {
        return plain(function) + ":" + function.version();
    }

    /** With the version or alias that a caller asked for. */
    static String asked(FunctionDescription function, String name) {
        String qualifier = FunctionReference.parse(name).qualifier();
        return qualifier.isEmpty() ? plain(function) : plain(function) + ":" + qualifier;
    }
}
