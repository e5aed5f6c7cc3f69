package dev.penstock.rules.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.destination.Challenge;
import dev.penstock.rules.destination.Destination;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks endpoints to confirm destinations.
 * Source: AWS IoT Core developer guide, HTTP action destinations, Creating HTTP action destinations.
 */
final class Confirmation implements Challenge {
    private static final String TYPE = "DestinationConfirmation";

    private final HttpSender sender;
    private final Reach reach;

    Confirmation(HttpSender sender, Reach reach) {
        this.sender = sender;
        this.reach = reach;
    }

    @Override
    public void check(String confirmationUrl) {
        reach.problem(confirmationUrl).ifPresent(problem -> {
            throw new AwsException("InvalidRequestException", 400, "confirmationUrl: " + problem);
        });
    }

    @Override
    public CompletionStage<Void> send(Destination destination, String token, URI enableUrl) {
        URI url = URI.create(withToken(destination.confirmationUrl(), token));
        Optional<String> offLimits = reach.offLimits(url);
        if (offLimits.isPresent()) {
            return CompletableFuture.failedFuture(HttpFailure.unanswered(offLimits.get()));
        }
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("arn", destination.arn());
        body.put("confirmationToken", token);
        body.put("enableUrl", enableUrl.toString());
        body.put("messageType", TYPE);
        Map<String, List<String>> headers = Map.of(
                "Content-Type", List.of("application/json"),
                "x-amz-rules-engine-message-type", List.of(TYPE),
                "x-amz-rules-engine-destination-arn", List.of(destination.arn()));
        return sender.post(new HttpCall(url, headers, Bytes.utf8(body.toString()), null))
                .thenAccept(answer -> {});
    }

    private static String withToken(String url, String token) {
        String parameter = "confirmationToken=" + token;
        if (url.contains("?")) {
            return url + "&" + parameter;
        }
        return url + (url.endsWith("/") ? "?" : "/?") + parameter;
    }
}
