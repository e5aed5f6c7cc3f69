package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the outgoing payload to a topic of the sinks, without subject and attributes.
 * Source: AWS IoT Core developer guide, SNS action; errors from the SNS API reference, Publish.
 */
final class SnsAction implements Action {
    private static final String KIND = "sns";
    private static final String FIFO = "a FIFO topic ('%s') cannot be the target of a rule; use a standard topic";

    private final SinkWriter sinks;
    private final Field targetArn;
    private final String messageFormat;

    private SnsAction(SinkWriter sinks, ActionParameters parameters) {
        this.sinks = sinks;
        targetArn = parameters.template("targetArn");
        messageFormat = parameters.oneOf("messageFormat", List.of("RAW", "JSON"));
        parameters.ignore("roleArn");
        if (!targetArn.isVariable()) {
            problem(targetArn.template()).ifPresent(problem -> {
                throw parameters.invalid("targetArn", problem);
            });
        }
    }

    static ActionProvider provider(SinkWriter sinks) {
        return BuiltIn.of(KIND, parameters -> new SnsAction(sinks, parameters));
    }

    @Override
    public String awsName() {
        return "SnsAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(targetArn);
    }

    @Override
    public List<Detail> request(ActionInput input) {
        return isJson() ? List.of(new Detail("messageStructure", "json")) : List.of();
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String arn = input.value(targetArn);
        problem(arn).ifPresent(problem -> {
            throw invalid(problem);
        });
        if (SinkWriter.text(input, "InvalidParameter", "encode it in the SQL first")
                .isEmpty()) {
            throw invalid("Empty message");
        }
        if (isJson()) {
            checkStructure(input.json().orElse(null));
        }
        sinks.write(KIND, arn, input, List.of(new Detail("messageFormat", messageFormat)), input.payload());
        return CompletableFuture.completedFuture(
                List.of(new Detail("messageId", UUID.randomUUID().toString())));
    }

    private boolean isJson() {
        return messageFormat.equals("JSON");
    }

    private static void checkStructure(@Nullable JsonNode message) {
        if (message == null || !message.isObject()) {
            throw invalid(
                    "Message Structure - JSON message body failed to parse: messageFormat JSON needs an object with"
                            + " one member for each protocol");
        }
        if (!message.path("default").isTextual()) {
            throw invalid("Message Structure - No default entry in JSON message body");
        }
    }

    private static Optional<String> problem(String arn) {
        if (!arn.matches("arn:[^:]+:sns:[^:]*:[^:]*:.+")) {
            return Optional.of("'%s' is not the ARN of an SNS topic".formatted(arn));
        }
        return arn.endsWith(".fifo") ? Optional.of(FIFO.formatted(arn)) : Optional.empty();
    }

    private static AwsException invalid(String problem) {
        return new AwsException("InvalidParameter", 400, "Invalid parameter: " + problem);
    }
}
