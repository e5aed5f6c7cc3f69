package dev.penstock.rules.action;

import dev.penstock.broker.MessageBroker;
import dev.penstock.broker.MessageProperties;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the outgoing payload on another topic, where other rules see it. Waits until the broker has accepted it,
 * which includes the rules it fires: so a republished message holds the publisher like any other action, at most
 * {@link #MAX_DEPTH} of them hang on one message, and nothing piles up. It waits for no lane (see {@link Republications}).
 *
 * <p>DIFFERS: AWS lets a rule that republishes to its own topic run for ever; here the chain is cut with an error.
 */
final class RepublishAction implements Action {
    static final int MAX_DEPTH = 8;

    private final MessageBroker broker;
    private final Republications republications;
    private final Field topic;
    private final int qos;
    private final @Nullable RepublishHeaders headers;

    private RepublishAction(MessageBroker broker, Republications republications, ActionParameters parameters) {
        this.broker = broker;
        this.republications = republications;
        topic = parameters.template("topic");
        qos = parameters.number("qos", 0, 0, 1);
        parameters.ignore("roleArn");
        headers = parameters.structure("headers").map(RepublishHeaders::new).orElse(null);
    }

    /** Makes actions that publish through {@code broker}. */
    static ActionProvider provider(MessageBroker broker, Republications republications) {
        return BuiltIn.of("republish", parameters -> new RepublishAction(broker, republications, parameters));
    }

    @Override
    public String awsName() {
        return "RepublishAction";
    }

    /** The topic; a leading {@code $$} stands for {@code $}. */
    @Override
    public String resource(ActionInput input) {
        String rendered = input.value(topic);
        return rendered.startsWith("$$") ? rendered.substring(1) : rendered;
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String target = resource(input);
        String problem = problem(target, input.republishDepth());
        if (!problem.isEmpty()) {
            return CompletableFuture.failedFuture(JsonParameters.invalidRequest(problem));
        }
        MessageProperties properties;
        try {
            properties = headers == null ? MessageProperties.EMPTY : headers.properties(input);
        } catch (AwsException unusable) {
            return CompletableFuture.failedFuture(unusable);
        }
        return republications
                .publish(
                        input.ruleName(),
                        input.republishDepth(),
                        clientId -> broker.publish(target, input.payload(), qos, clientId, properties))
                .thenApply(done -> List.of(new Detail("publishedTo", target)));
    }

    private static String problem(String target, int depth) {
        if (depth >= MAX_DEPTH) {
            return "the message was republished %d times already, so this looks like a loop: a rule's republish topic '%s'"
                            .formatted(depth, target)
                    + " seems to match its own FROM filter, or rules republish to each other";
        }
        if (target.isEmpty()) {
            return "the topic came out empty";
        }
        if (target.contains("+") || target.contains("#")) {
            return "the topic '%s' has a wildcard; one cannot publish to a filter".formatted(target);
        }
        return target.matches("\\$aws/things/[^/]+/jobs(/.*)?")
                ? "one cannot republish to the job topic '%s'".formatted(target)
                : "";
    }
}
