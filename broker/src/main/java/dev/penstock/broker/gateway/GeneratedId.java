package dev.penstock.broker.gateway;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The client ids that the broker gives to clients without one. A client of MQTT 5 is told its id and comes back with it, most
 * libraries by themselves, so ids of this form are taken although others that begin with {@code $} are reserved.
 */
final class GeneratedId {
    private static final String PREFIX = "$GEN/";
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private GeneratedId() {}

    static String next() {
        return PREFIX + UUID.randomUUID();
    }

    static boolean is(String clientId) {
        return clientId.startsWith(PREFIX)
                && UUID_TEXT.matcher(clientId.substring(PREFIX.length())).matches();
    }
}
