package dev.penstock.broker.identity;

import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.Attributes;
import dev.penstock.broker.policy.ClientFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a client that asks: itself, its thing, its certificate, the time.
 *
 * @param thing the one whose name is the client id and that its principal is attached to; null when there is none
 * @param certificate null when it has none
 */
record ClientAttributes(
        ClientFacts client,
        Action action,
        @Nullable Thing thing,
        @Nullable DeviceCertificate certificate,
        Instant now) implements Attributes {
    private static final String CERTIFICATE = "iot:certificate.";
    private static final String NOT_SUBSTITUTED = ".*[*$+?#].*";
    private static final int LONGEST = 1024;

    @Override
    public List<String> values(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.startsWith(CERTIFICATE)) {
            return certificate == null
                    ? List.of()
                    : new CertificateFields(certificate.x509()).values(lower.substring(CERTIFICATE.length()));
        }
        return switch (lower) {
            case "iot:clientid" -> present(client.clientId());
            case "iot:domainname" -> present(client.domainName());
            case "iot:certificateid" -> certificate == null ? List.of() : List.of(certificate.id());
            case "aws:sourceip" -> present(client.sourceIp());
            case "aws:currenttime" -> List.of(now.toString());
            case "aws:epochtime" -> List.of(Long.toString(now.getEpochSecond()));
            case "iot:connectattributes" -> connectAttributes();
            case "iot:connection.thing.isattached" ->
                client.clientId().isEmpty() ? List.of() : List.of(Boolean.toString(thing != null));
            default -> ofThing(key, lower.startsWith("iot:thing.") ? lower.replace("iot:", "iot:connection.") : lower);
        };
    }

    /** Values of certificates that would be read as more than a name are left out. */
    @Override
    public List<String> substitutes(String key) {
        List<String> values = values(key);
        return key.toLowerCase(Locale.ROOT).startsWith(CERTIFICATE)
                ? values.stream()
                        .filter(value -> value.length() <= LONGEST && !value.matches(NOT_SUBSTITUTED))
                        .toList()
                : values;
    }

    private List<String> connectAttributes() {
        List<String> attributes = new ArrayList<>();
        if (action == Action.CONNECT && client.persistentSession()) {
            attributes.add("PersistentConnect");
        }
        if (action == Action.CONNECT && client.lastWill()) {
            attributes.add("LastWill");
        }
        return attributes;
    }

    private List<String> ofThing(String key, String lower) {
        if (lower.startsWith("iot:connection.thing.attributes[") && key.endsWith("]")) {
            String name = key.substring(key.indexOf('[') + 1, key.length() - 1);
            return thing(one -> Optional.ofNullable(one.attributes().get(name)));
        }
        return switch (lower) {
            case "iot:connection.thing.thingname" -> thing(one -> Optional.of(one.name()));
            case "iot:connection.thing.thingtypename" -> thing(Thing::typeName);
            default -> List.of();
        };
    }

    private List<String> thing(Function<Thing, Optional<String>> value) {
        return thing == null ? List.of() : value.apply(thing).map(List::of).orElse(List.of());
    }

    private static List<String> present(String text) {
        return text.isEmpty() ? List.of() : List.of(text);
    }
}
