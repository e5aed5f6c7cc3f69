package dev.penstock.rules.http;

import dev.penstock.platform.time.Time;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/**
 * One call and its tries: at most three, only after 429 and 500 to 599, all within the time there is, and none after an
 * answer that is too long, a closed connection or a time-out. The pauses are ours: AWS does not say how long they are.
 * Source: AWS IoT Core developer guide, HTTP action, retry logic.
 */
final class HttpTries {
    private static final int TRIES = 3;
    private static final int MAX_ANSWER = 16_384;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final HttpCall call;
    private final HttpSender sender;
    private final Time time;
    private final long startedMillis;
    private final CompletableFuture<HttpAnswer> result = new CompletableFuture<>();
    private int tries;

    HttpTries(HttpCall call, HttpSender sender) {
        this.call = call;
        this.sender = sender;
        time = sender.time();
        startedMillis = time.millis();
    }

    /** Never throws: what goes wrong is in the stage. */
    CompletableFuture<HttpAnswer> start() {
        attempt();
        return result;
    }

    private void attempt() {
        tries++;
        try {
            CompletableFuture<HttpResponse<Boolean>> answer =
                    sender.client().sendAsync(request(), info -> new CountedBody(MAX_ANSWER));
            Time.Timer limit = time.schedule(left(), () -> answer.cancel(true));
            answer.whenComplete((response, failure) -> {
                limit.cancel();
                if (failure == null) {
                    answered(response.statusCode(), response.body());
                } else {
                    result.completeExceptionally(unanswered(failure));
                }
            });
        } catch (HttpFailure given) {
            result.completeExceptionally(given);
        } catch (IllegalArgumentException | RejectedExecutionException impossible) {
            result.completeExceptionally(HttpFailure.unanswered(String.valueOf(impossible.getMessage())));
        }
    }

    private HttpRequest request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.url())
                // In real time, so that a clock that tests move does not wait for ever for an endpoint that is silent.
                .timeout(left())
                .POST(HttpRequest.BodyPublishers.ofByteArray(call.body().shared()));
        call.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        if (call.signature() != null) {
            sender.signer()
                    .headers(call.signature(), call.url(), call.headers(), call.body())
                    .forEach(request::setHeader);
        }
        return request.build();
    }

    private void answered(int status, boolean withinLimit) {
        if (status >= 200 && status <= 299) {
            result.complete(new HttpAnswer(status, tries));
            return;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (tries - 1));
        boolean passes = status == TOO_MANY_REQUESTS || (status >= 500 && status <= 599);
        if (!passes || !withinLimit || tries == TRIES || left().compareTo(pause) <= 0) {
            result.completeExceptionally(HttpFailure.answered(status));
            return;
        }
        time.schedule(pause, () -> {
            sender.gauge().begin();
            attempt();
        });
        sender.gauge().end();
    }

    /** At least a millisecond: who comes too late fails with a time-out. */
    private Duration left() {
        long millis = sender.budget().toMillis() - (time.millis() - startedMillis);
        return Duration.ofMillis(Math.max(1, millis));
    }

    private HttpFailure unanswered(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpTimeoutException || cause instanceof CancellationException) {
            return HttpFailure.unanswered(
                    "no answer within %d ms".formatted(sender.budget().toMillis()));
        }
        if (cause instanceof ConnectException) {
            return HttpFailure.unanswered(
                    "nobody listens at %s".formatted(call.url().getAuthority()));
        }
        if (cause instanceof IOException) {
            return HttpFailure.unanswered("the connection was lost (%s)".formatted(cause.getMessage()));
        }
        return HttpFailure.unanswered(cause.toString());
    }
}
