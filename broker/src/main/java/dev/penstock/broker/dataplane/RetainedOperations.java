package dev.penstock.broker.dataplane;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.List;

/** GetRetainedMessage, ListRetainedMessages. */
final class RetainedOperations {
    private static final int USUAL_PAGE = 20;
    private static final int MAX_PAGE = 200;

    private final DataGateway gateway;

    RetainedOperations(DataGateway gateway) {
        this.gateway = gateway;
    }

    WireOutput.Body get(RestInput in) {
        String topic = in.label("topic");
        PublishedMessage message = gateway.retained(topic)
                .orElseThrow(() -> DataErrors.notFound("There is no retained message on topic '%s'".formatted(topic)));
        return out -> {
            out.text("topic", topic)
                    .blob("payload", message.payload())
                    .number("qos", message.qos())
                    .number("lastModifiedTime", message.receivedAt().toEpochMilli());
            if (!message.properties().userProperties().isEmpty()) {
                out.blob(
                        "userProperties",
                        HttpProperties.json(message.properties().userProperties()));
            }
        };
    }

    WireOutput.Body list(RestInput in) {
        DataPage page = DataPage.read(in, "maxResults", USUAL_PAGE, MAX_PAGE);
        List<PublishedMessage> found = gateway.retained(page.after(), page.most() + 1);
        List<PublishedMessage> shown = found.subList(0, Math.min(page.most(), found.size()));
        return out -> {
            out.structures(
                    "retainedTopics",
                    shown,
                    (message, item) -> item.text("topic", message.topic())
                            .number("payloadSize", message.payload().length())
                            .number("qos", message.qos())
                            .number("lastModifiedTime", message.receivedAt().toEpochMilli()));
            if (found.size() > shown.size()) {
                out.text("nextToken", DataPage.token(shown.get(shown.size() - 1).topic()));
            }
        };
    }
}
