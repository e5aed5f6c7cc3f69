package dev.penstock.rules.function;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Ends the wait for a service by the pipeline's clock. What it answers later is ignored. */
final class Deadline {
    private Deadline() {}

    static <T> CompletionStage<T> after(Duration limit, Time time, String what, CompletionStage<T> answer) {
        CompletableFuture<T> given = answer.toCompletableFuture();
        if (given.isDone()) {
            return given;
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        Time.Timer timer = time.schedule(limit, () -> bounded.completeExceptionally(late(what, limit)));
        given.whenComplete((value, failure) -> {
            timer.cancel();
            if (failure == null) {
                bounded.complete(value);
            } else {
                bounded.completeExceptionally(failure);
            }
        });
        return bounded;
    }

    private static AwsException late(String what, Duration limit) {
        return new AwsException(
                "TimeoutException", 504, "%s did not answer within %d ms".formatted(what, limit.toMillis()));
    }
}
