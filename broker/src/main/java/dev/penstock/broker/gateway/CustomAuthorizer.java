package dev.penstock.broker.gateway;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import java.util.Optional;

/**
 * Requests for a custom authorizer, which is not emulated: letting them in would say that the authorizer had. Source: AWS
 * IoT Core developer guide, custom authentication.
 */
final class CustomAuthorizer {
    private static final String NAME = "x-amz-customauthorizer-name";

    private CustomAuthorizer() {}

    /** Why a request is refused, by its header or query. */
    static Optional<String> problem(HttpRequest request) {
        String header = request.headers().get(NAME);
        return header == null ? inQuery(request.uri()) : Optional.of(text(header));
    }

    /** Why a CONNECT is refused, by the query in its user name. */
    static Optional<String> problem(MqttConnectMessage connect) {
        String user = connect.payload().userName();
        return user == null ? Optional.empty() : inQuery(user);
    }

    private static Optional<String> inQuery(String uri) {
        if (uri.indexOf('?') < 0) {
            return Optional.empty();
        }
        try {
            return new QueryStringDecoder(uri)
                    .parameters().entrySet().stream()
                            .filter(parameter -> parameter.getKey().equalsIgnoreCase(NAME))
                            .findFirst()
                            .map(parameter -> text(parameter.getValue().get(0)));
        } catch (IllegalArgumentException noQuery) {
            return Optional.empty(); // a user name may be any text
        }
    }

    private static String text(String name) {
        return ("it asks for the custom authorizer %s, and custom authorizers are not emulated;"
                        + " use a client certificate, or SigV4 over WebSocket")
                .formatted(name);
    }
}
