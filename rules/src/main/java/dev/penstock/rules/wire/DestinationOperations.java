package dev.penstock.rules.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.rules.destination.Destination;
import dev.penstock.rules.destination.Destinations;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * CreateTopicRuleDestination, ConfirmTopicRuleDestination, GetTopicRuleDestination, ListTopicRuleDestinations,
 * UpdateTopicRuleDestination, DeleteTopicRuleDestination; for HTTP only. The API model has no "not found": a destination
 * that is not there is denied, like a rule, and other than a rule also when it is deleted.
 */
final class DestinationOperations {
    private static final String HTTP = "httpUrlConfiguration";
    private static final String CONFIGURATION = "destinationConfiguration";
    private static final int MOST = 1000;

    private final Destinations destinations;

    DestinationOperations(Destinations destinations) {
        this.destinations = destinations;
    }

    WireOutput.Body create(RestInput in) {
        WireInput configuration =
                in.json().structure(CONFIGURATION).orElseThrow(() -> IotErrors.missing(CONFIGURATION));
        for (Map.Entry<String, ?> member : configuration.tree().properties()) {
            if (!member.getKey().equals(HTTP)) {
                throw IotErrors.invalid(
                        "%s.%s is not emulated by Penstock: there are only destinations for HTTP, with %s"
                                .formatted(CONFIGURATION, member.getKey(), HTTP));
            }
        }
        String url = configuration
                .structure(HTTP)
                .orElseThrow(() -> IotErrors.missing(CONFIGURATION + "." + HTTP))
                .text("confirmationUrl")
                .orElseThrow(() -> IotErrors.missing(CONFIGURATION + "." + HTTP + ".confirmationUrl"));
        Destination created = destinations.create(url);
        return out -> out.structure("topicRuleDestination", item -> write(created, item));
    }

    WireOutput.Body confirm(RestInput in) {
        destinations.confirm(in.label("confirmationToken"));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body get(RestInput in) {
        String arn = in.label("arn");
        Destination found = existing(arn, () -> destinations.get(arn));
        return out -> out.structure("topicRuleDestination", item -> write(found, item));
    }

    /** Oldest first. */
    WireOutput.Body list(RestInput in) {
        Paging paging = Paging.read(in, MOST);
        List<Destination> after = paging.after(destinations.list(), Destination::arn);
        List<Destination> page = paging.page(after);
        return out -> {
            out.structures("destinationSummaries", page, DestinationOperations::summary);
            paging.writeToken(out, after, Destination::arn);
        };
    }

    WireOutput.Body update(RestInput in) {
        WireInput body = in.json();
        String arn = body.text("arn").orElseThrow(() -> IotErrors.missing("arn"));
        String status = body.text("status").orElseThrow(() -> IotErrors.missing("status"));
        existing(arn, () -> {
            destinations.update(arn, status);
            return arn;
        });
        return WireOutput.Body.NONE;
    }

    WireOutput.Body delete(RestInput in) {
        String arn = in.label("arn");
        existing(arn, () -> destinations.get(arn));
        destinations.delete(arn);
        return WireOutput.Body.NONE;
    }

    private static <T> T existing(String arn, Supplier<T> use) {
        try {
            return use.get();
        } catch (AwsException refusal) {
            throw refusal.code().equals("ResourceNotFoundException") ? IotErrors.deniedDestination(arn) : refusal;
        }
    }

    private static void write(Destination destination, WireOutput out) throws IOException {
        common(destination, out);
        out.structure("httpUrlProperties", http -> http.text("confirmationUrl", destination.confirmationUrl()));
    }

    private static void summary(Destination destination, WireOutput out) throws IOException {
        common(destination, out);
        out.structure("httpUrlSummary", http -> http.text("confirmationUrl", destination.confirmationUrl()));
    }

    private static void common(Destination destination, WireOutput out) throws IOException {
        out.text("arn", destination.arn())
                .text("status", destination.status().name())
                .timestamp("createdAt", destination.createdAt())
                .timestamp("lastUpdatedAt", destination.lastUpdatedAt());
        if (!destination.statusReason().isEmpty()) {
            out.text("statusReason", destination.statusReason());
        }
    }
}
