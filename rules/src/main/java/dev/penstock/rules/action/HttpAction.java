package dev.penstock.rules.action;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.aws.SigV4;
import dev.penstock.rules.http.BatchLimits;
import dev.penstock.rules.http.Batches;
import dev.penstock.rules.http.HttpAnswer;
import dev.penstock.rules.http.HttpCall;
import dev.penstock.rules.http.HttpDelivery;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Batching;
import dev.penstock.rules.spi.Detail;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Posts the outgoing payload to an endpoint, alone or in batches with that of other messages. Only to destinations that
 * are confirmed; a rule whose URL is known when it is created makes its destination itself.
 * Source: AWS IoT Core developer guide, HTTP action and Batching HTTP action messages.
 */
final class HttpAction implements Action {
    private final HttpDelivery delivery;
    private final HttpTarget target;
    private final HttpHeaders headers;
    private final SigV4.@Nullable Scope signature;
    private final Batching batching;
    private final @Nullable Batches<Ready> batches;

    /** A message of a batch, ready to be sent. */
    private record Ready(URI url, Bytes json, ActionInput input) {}

    private HttpAction(HttpDelivery delivery, ActionParameters parameters) {
        this.delivery = delivery;
        target = new HttpTarget(parameters, delivery.reach());
        headers = new HttpHeaders(parameters);
        signature = parameters
                .structure("auth")
                .flatMap(auth -> auth.structure("sigv4"))
                .map(HttpAction::scope)
                .orElse(null);
        boolean batched = parameters.flag("enableBatching", false);
        BatchLimits limits = null;
        boolean acrossTopics = false;
        ActionParameters config = parameters.structure("batchConfig").orElse(null);
        if (config != null || batched) {
            limits = config == null ? new BatchLimits(Duration.ofMillis(20), 10, 5120) : limits(config);
            acrossTopics = config != null && config.flag("batchAcrossTopics", false);
        }
        batching = !batched ? Batching.NONE : acrossTopics ? Batching.ACROSS_TOPICS : Batching.PER_TOPIC;
        batches = batched && limits != null ? new Batches<>(delivery.time(), limits, this::sendBatch) : null;
    }

    static ActionProvider provider(HttpDelivery delivery) {
        return BuiltIn.of("http", parameters -> new HttpAction(delivery, parameters));
    }

    private static SigV4.Scope scope(ActionParameters sigv4) {
        sigv4.ignore("roleArn");
        return new SigV4.Scope(sigv4.text("signingRegion"), sigv4.text("serviceName"));
    }

    private static BatchLimits limits(ActionParameters config) {
        return new BatchLimits(
                Duration.ofMillis(config.number("maxBatchOpenMs", 20, 5, 200)),
                config.number("maxBatchSize", 10, 2, 10),
                config.number("maxBatchSizeBytes", 5120, 100, 131_072));
    }

    @Override
    public void start() {
        target.constantConfirmationUrl()
                .ifPresent(url -> delivery.destinations().ensure(url));
    }

    @Override
    public String awsName() {
        return "HttpAction";
    }

    @Override
    public String resource(ActionInput input) {
        return target.url(input);
    }

    @Override
    public Batching batching() {
        return batching;
    }

    @Override
    public List<Detail> request(ActionInput input) {
        List<Detail> details = new ArrayList<>();
        details.add(new Detail("method", "POST"));
        headers.of(input, contentType(input))
                .forEach((name, values) -> values.forEach(value -> details.add(new Detail(name, value))));
        if (signature != null) {
            details.add(
                    new Detail("signature", "SigV4 for %s in %s".formatted(signature.service(), signature.region())));
        }
        if (batches != null) {
            details.add(new Detail("batch", "one element of a JSON array"));
        }
        return details;
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        target.check(input);
        URI url = delivery.admitted(target.url(input));
        if (batches == null) {
            return delivery.post(call(url, input, input.payload())).thenApply(answer -> details(answer, 1));
        }
        Bytes json = headers.element(input);
        String place =
                batching == Batching.PER_TOPIC ? url + " " + input.message().topic() : url.toString();
        return batches.add(place, new Ready(url, json, input), json.length())
                .thenApply(sent -> details(sent.answer(), sent.messages()));
    }

    /** With the headers of the message that came last. */
    private CompletableFuture<HttpAnswer> sendBatch(List<Ready> messages) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Ready message : messages) {
            body.write(body.size() == 0 ? '[' : ',');
            body.writeBytes(message.json().shared());
        }
        body.write(']');
        Ready last = messages.get(messages.size() - 1);
        return delivery.post(call(last.url(), last.input(), Bytes.wrap(body.toByteArray())));
    }

    private HttpCall call(URI url, ActionInput input, Bytes body) {
        return new HttpCall(url, headers.of(input, contentType(input)), body, signature);
    }

    private String contentType(ActionInput input) {
        return batches != null || input.json().isPresent() ? "application/json" : "application/octet-stream";
    }

    private static List<Detail> details(HttpAnswer answer, int messages) {
        List<Detail> details = new ArrayList<>();
        details.add(new Detail("statusCode", Integer.toString(answer.status())));
        if (answer.tries() > 1) {
            details.add(new Detail("tries", Integer.toString(answer.tries())));
        }
        if (messages > 1) {
            details.add(new Detail("messagesInBatch", Integer.toString(messages)));
        }
        return details;
    }
}
