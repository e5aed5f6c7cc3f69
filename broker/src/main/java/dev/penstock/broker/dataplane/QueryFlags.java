package dev.penstock.broker.dataplane;

import dev.penstock.platform.wire.RestInput;

/** Query parameters that are true, false or not there. */
final class QueryFlags {
    private QueryFlags() {}

    static boolean read(RestInput in, String name) {
        String text = in.query(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw DataErrors.invalid("%s must be true or false, not '%s'".formatted(name, text));
        }
        return text.equals("true");
    }
}
