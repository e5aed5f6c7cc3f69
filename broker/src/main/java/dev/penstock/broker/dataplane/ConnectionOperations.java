package dev.penstock.broker.dataplane;

import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.concurrent.CompletionStage;

/** DeleteConnection. */
final class ConnectionOperations {
    private final DataGateway gateway;

    ConnectionOperations(DataGateway gateway) {
        this.gateway = gateway;
    }

    CompletionStage<WireOutput.Body> delete(RestInput in) {
        String clientId = in.label("clientId");
        if (clientId.startsWith("$")) {
            throw DataErrors.invalid("clientId '%s' must not begin with $".formatted(clientId));
        }
        return gateway.disconnect(
                        clientId, QueryFlags.read(in, "cleanSession"), QueryFlags.read(in, "preventWillMessage"))
                .thenApply(known -> {
                    if (!known) {
                        throw DataErrors.notFound("Client '%s' has no connection and no session".formatted(clientId));
                    }
                    return WireOutput.Body.NONE;
                });
    }
}
