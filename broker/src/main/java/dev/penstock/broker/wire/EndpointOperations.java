package dev.penstock.broker.wire;

import dev.penstock.broker.identity.IdentityErrors;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.List;
import java.util.Set;

/** DescribeEndpoint, and the events that the registry does not publish. */
final class EndpointOperations {
    private static final Set<String> TYPES = Set.of("iot:Data", "iot:Data-ATS", "iot:CredentialProvider", "iot:Jobs");
    private static final List<String> EVENTS = List.of(
            "THING",
            "THING_GROUP",
            "THING_TYPE",
            "THING_GROUP_MEMBERSHIP",
            "THING_GROUP_HIERARCHY",
            "THING_TYPE_ASSOCIATION",
            "JOB",
            "JOB_EXECUTION",
            "POLICY",
            "CERTIFICATE",
            "CA_CERTIFICATE");

    private final String host;

    EndpointOperations(String host) {
        this.host = host;
    }

    /** One host for everything, and never a port: clients add their own. */
    WireOutput.Body describe(RestInput in) {
        String type = in.query("endpointType").orElse("iot:Data");
        if (!TYPES.contains(type)) {
            throw IdentityErrors.invalid("Endpoint type %s is invalid: it must be one of %s"
                    .formatted(type, List.of("iot:Data", "iot:Data-ATS", "iot:CredentialProvider", "iot:Jobs")));
        }
        return out -> out.text("endpointAddress", host);
    }

    WireOutput.Body describeEvents(RestInput in) {
        return out -> out.structure("eventConfigurations", all -> {
            for (String event : EVENTS) {
                all.structure(event, one -> one.bool("Enabled", false));
            }
        });
    }

    /** Only what is so already. */
    WireOutput.Body updateEvents(RestInput in) {
        WireInput events =
                in.json().structure("eventConfigurations").orElseThrow(() -> Fields.missing("eventConfigurations"));
        events.tree().properties().forEach(event -> {
            if (event.getValue().path("Enabled").asBoolean()) {
                throw IdentityErrors.invalid(
                        "Events of %s are not published by Penstock; leave them disabled".formatted(event.getKey()));
            }
        });
        return WireOutput.Body.NONE;
    }
}
