package dev.penstock.functions.java.guest;

import org.jspecify.annotations.Nullable;

/**
 * A handler string, {@code pkg.Class} or {@code pkg.Class::method}; split at the last {@code ::}.
 *
 * @param method null when only a class is named
 */
record HandlerName(String className, @Nullable String method) {

    static HandlerName parse(String handler) throws GuestFault {
        int split = handler.lastIndexOf("::");
        if (split < 0 && !handler.isEmpty()) {
            return new HandlerName(handler, null);
        }
        if (split <= 0 || split + 2 == handler.length()) {
            throw GuestFault.of("Invalid handler: `" + handler + "'");
        }
        return new HandlerName(handler.substring(0, split), handler.substring(split + 2));
    }
}
