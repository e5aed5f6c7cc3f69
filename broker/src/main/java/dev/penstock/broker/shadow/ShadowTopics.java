package dev.penstock.broker.shadow;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.broker.service.ThingRequests;
import dev.penstock.broker.service.TopicService;
import dev.penstock.platform.data.Bytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Shadows over MQTT. Source: AWS IoT Core developer guide, Device Shadow MQTT topics. */
public final class ShadowTopics implements TopicService {
    private static final ThingRequests REQUESTS = new ThingRequests("shadow/(?:name/([^/]+)/)?(get|update|delete)");

    private final Shadows shadows;
    private final ServicePublisher publisher;

    public ShadowTopics(Shadows shadows, ServicePublisher publisher) {
        this.shadows = shadows;
        this.publisher = publisher;
    }

    @Override
    public boolean takes(String topic) {
        return REQUESTS.contain(topic);
    }

    @Override
    public CompletionStage<?> accept(PublishedMessage message) {
        Matcher request = REQUESTS.of(message.topic());
        Bytes payload = message.payload();
        String token = ShadowRequest.tokenOf(payload);
        return answered(attempt(request, payload, token), message.topic(), token);
    }

    private CompletionStage<?> attempt(Matcher request, Bytes payload, @Nullable String token) {
        try {
            String name = request.group(2);
            ShadowId id = new ShadowId(request.group(1), name == null ? "" : name);
            return switch (request.group(3)) {
                case "update" -> shadows.update(id, payload);
                case "delete" -> shadows.delete(id, token);
                default -> publisher.publish(request.group() + "/accepted", shadows.get(id, token));
            };
        } catch (ShadowError refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    private CompletionStage<?> answered(CompletionStage<?> attempt, String topic, @Nullable String token) {
        CompletableFuture<@Nullable Object> answered = new CompletableFuture<>();
        attempt.whenComplete((done, failure) -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof ShadowError refusal) {
                publisher
                        .publish(topic + "/rejected", shadows.rejected(refusal, token))
                        .whenComplete((sent, problem) -> end(answered, problem));
            } else {
                end(answered, cause);
            }
        });
        return answered;
    }

    private static void end(CompletableFuture<@Nullable Object> answered, @Nullable Throwable problem) {
        if (problem == null) {
            answered.complete(null);
        } else {
            answered.completeExceptionally(problem);
        }
    }
}
