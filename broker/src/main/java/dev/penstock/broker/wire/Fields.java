package dev.penstock.broker.wire;

import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What several operations read from their requests. */
final class Fields {
    private Fields() {}

    static AwsException missing(String member) {
        return IdentityErrors.invalid(
                "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                        .formatted(member));
    }

    static String needed(WireInput body, String member) {
        return body.text(member).orElseThrow(() -> missing(member));
    }

    static String header(RestInput in, String name, String member) {
        return in.header(name).orElseThrow(() -> missing(member));
    }

    /** False when it is not there. */
    static boolean flag(RestInput in, String name) {
        String text = in.query(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw IdentityErrors.invalid("%s must be true or false, not '%s'".formatted(name, text));
        }
        return text.equals("true");
    }

    static Optional<Long> version(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw IdentityErrors.invalid("expectedVersion must be a number, not '%s'".formatted(text));
        }
        return Optional.of(Long.valueOf(text));
    }

    static Optional<Long> expectedVersion(RestInput in) {
        return in.query("expectedVersion").flatMap(Fields::version);
    }

    /** The attributes of a thing or a group; empty when the request says nothing of them. */
    static Optional<Map<String, String>> attributes(Optional<WireInput> payload) {
        return payload.flatMap(structure -> structure.textMap("attributes"));
    }

    static boolean merge(Optional<WireInput> payload) {
        return payload.flatMap(structure -> structure.bool("merge")).orElse(false);
    }

    /** Refused rather than lost: nothing would show them. */
    static void refuseTags(WireInput body) {
        if (!body.structures("tags").orElse(List.of()).isEmpty()) {
            throw IdentityErrors.invalid("Penstock keeps tags of topic rules only; leave the tags out");
        }
    }

    /** Refuses what would change what the operation means. */
    static void refuse(WireInput body, String... members) {
        for (String member : members) {
            if (!body.tree().path(member).isMissingNode()
                    && !body.tree().path(member).isNull()) {
                throw IdentityErrors.invalid("'%s' is not emulated by Penstock; leave it out".formatted(member));
            }
        }
    }
}
