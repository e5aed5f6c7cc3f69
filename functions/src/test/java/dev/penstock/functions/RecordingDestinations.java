package dev.penstock.functions;

import dev.penstock.platform.aws.AwsException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes everything; what is named {@code absent} is not there. */
public final class RecordingDestinations implements Destinations {
    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    /** Something that was sent. */
    public record Sent(String target, Delivery delivery) {}

    @Override
    public void check(String targetArn) {
        if (targetArn.endsWith(":absent")) {
            throw refusal();
        }
    }

    @Override
    public CompletionStage<Void> send(String targetArn, Delivery delivery) {
        if (targetArn.endsWith(":full")) {
            return CompletableFuture.failedFuture(refusal());
        }
        sent.add(new Sent(targetArn, delivery));
        return CompletableFuture.completedFuture(null);
    }

    private static AwsException refusal() {
        return new AwsException("InvalidParameterValueException", 400, "there is no such target");
    }

    /** In order. */
    public List<Sent> sent() {
        return sent;
    }
}
