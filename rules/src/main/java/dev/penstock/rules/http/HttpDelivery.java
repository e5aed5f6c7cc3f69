package dev.penstock.rules.http;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.RuleSettings.Http;
import dev.penstock.rules.destination.Destinations;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What all {@code http} actions of an engine share: the client, the destinations and what may be reached. */
public final class HttpDelivery implements AutoCloseable {
    /** For all tries of a call. Source: AWS IoT Core developer guide, HTTP action. */
    private static final Duration BUDGET = Duration.ofSeconds(3);

    private final HttpSender sender;
    private final Reach reach;
    private final Destinations destinations;

    public HttpDelivery(AwsIdentity identity, Time time, Http settings) {
        this(identity, time, settings, BUDGET);
    }

    HttpDelivery(AwsIdentity identity, Time time, Http settings, Duration budget) {
        sender = new HttpSender(time, budget);
        reach = new Reach(settings.remote());
        destinations = new Destinations(identity, time, settings, new Confirmation(sender, reach));
    }

    public Destinations destinations() {
        return destinations;
    }

    public Reach reach() {
        return reach;
    }

    public Time time() {
        return sender.time();
    }

    /** A URL whose templates are filled in. @throws HttpFailure when nothing may be sent there */
    public URI admitted(String url) {
        reach.problem(url).ifPresent(HttpDelivery::refuse);
        URI uri = URI.create(url);
        Optional<String> obstacle = reach.offLimits(uri).or(() -> destinations.obstacle(uri));
        obstacle.ifPresent(HttpDelivery::refuse);
        return uri;
    }

    /** Sends; fails with {@link HttpFailure} when it is given up. */
    public CompletableFuture<HttpAnswer> post(HttpCall call) {
        return sender.post(call);
    }

    @Override
    public void close() {
        sender.close();
    }

    private static void refuse(String reason) {
        throw HttpFailure.unanswered(reason);
    }
}
