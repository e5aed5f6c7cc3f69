package dev.penstock.rules.local;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.Sinks;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionContext;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The action {@code slow}: takes {@code seconds} by the pipeline's clock for each message, then keeps it in the sink {@code
 * slow} with the number of messages that were in it at the same time.
 */
public final class SlowProvider implements ActionProvider {
    private @Nullable ActionContext context;

    @Override
    public String kind() {
        return "slow";
    }

    @Override
    public void start(ActionContext given) {
        context = given;
    }

    /** It waits on a timer, and must not count as busy meanwhile. */
    @Override
    public boolean countsItself() {
        return true;
    }

    @Override
    public Action create(ActionParameters parameters) {
        return new Slow(
                Objects.requireNonNull(context),
                Duration.ofSeconds(parameters.number("seconds", 1, 0, 3600)),
                new AtomicInteger());
    }

    private record Slow(ActionContext context, Duration pause, AtomicInteger running) implements Action {

        @Override
        public String awsName() {
            return "SlowAction";
        }

        @Override
        public String resource(ActionInput input) {
            return "slow";
        }

        @Override
        public CompletionStage<List<Detail>> run(ActionInput input) {
            int together = running.incrementAndGet();
            CompletableFuture<List<Detail>> done = new CompletableFuture<>();
            context.time().schedule(pause, () -> {
                running.decrementAndGet();
                Map<String, String> fields =
                        Map.of("client", input.message().clientId(), "together", Integer.toString(together));
                context.sinks()
                        .add(
                                "slow",
                                input.ruleName(),
                                List.of(new Sinks.Entry(
                                        context.time().now(),
                                        input.ruleName(),
                                        input.message().id(),
                                        fields,
                                        Bytes.copyOf(input.payload().toArray()))));
                done.complete(List.of());
            });
            return done;
        }
    }
}
