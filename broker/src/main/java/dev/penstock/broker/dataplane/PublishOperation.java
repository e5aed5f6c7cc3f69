package dev.penstock.broker.dataplane;

import dev.penstock.broker.MessageProperties;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Publish: one message over HTTPS, answered when rules have accepted it. Source: AWS IoT data plane API Reference,
 * Publish; AWS IoT Core developer guide, HTTPS.
 */
final class PublishOperation {
    private static final int MAX_PAYLOAD_BYTES = 128 * 1024;

    private final DataGateway gateway;

    PublishOperation(DataGateway gateway) {
        this.gateway = gateway;
    }

    CompletionStage<WireOutput.Body> call(RestInput in) {
        if (in.body().length() > MAX_PAYLOAD_BYTES) {
            throw DataErrors.tooLarge(in.body().length(), MAX_PAYLOAD_BYTES);
        }
        MessageProperties properties = HttpProperties.read(in);
        return gateway.publish(in.label("topic"), in.body(), qos(in), QueryFlags.read(in, "retain"), properties)
                .handle((published, failure) -> {
                    if (failure != null) {
                        throw refusal(failure);
                    }
                    return out -> out.text("message", "OK").text("traceId", DataErrors.traceId());
                });
    }

    private static int qos(RestInput in) {
        String text = in.query("qos").orElse("0");
        if (!text.equals("0") && !text.equals("1")) {
            throw DataErrors.invalid("qos must be 0 or 1, not '%s'".formatted(text));
        }
        return Integer.parseInt(text);
    }

    private static RuntimeException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof IllegalArgumentException) {
            return DataErrors.invalid(text);
        }
        return cause instanceof IllegalStateException ? DataErrors.unavailable(text) : new CompletionException(cause);
    }
}
