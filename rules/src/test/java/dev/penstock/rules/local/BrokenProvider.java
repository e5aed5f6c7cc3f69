package dev.penstock.rules.local;

import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The action {@code broken}: does {@code how} what an action must not do. */
public final class BrokenProvider implements ActionProvider {

    @Override
    public String kind() {
        return "broken";
    }

    @Override
    public Action create(ActionParameters parameters) {
        String how = parameters.text("how");
        if (how.equals("create")) {
            throw new IllegalStateException("no");
        }
        return new Broken(how);
    }

    private record Broken(String how) implements Action {

        @Override
        public String awsName() {
            return "BrokenAction";
        }

        @Override
        public String resource(ActionInput input) {
            throw new IllegalStateException("no resource");
        }

        @Override
        public List<Detail> request(ActionInput input) {
            throw new IllegalStateException("no request");
        }

        @Override
        @SuppressWarnings("NullAway") // that is what it is for
        public CompletionStage<List<Detail>> run(ActionInput input) {
            return switch (how) {
                case "throw" -> throw new IllegalStateException("thrown");
                case "link" -> throw new NoClassDefFoundError("com/example/Missing");
                case "null" -> null;
                case "details" -> CompletableFuture.completedFuture(null);
                case "cancel" -> CompletableFuture.failedFuture(new CancellationException("cancelled"));
                default -> CompletableFuture.failedFuture(new IllegalArgumentException(Objects.toString(how)));
            };
        }
    }
}
