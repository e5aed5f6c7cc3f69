package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends the outgoing payload, as text or as Base64, to a queue of the sinks.
 * Source: AWS IoT Core developer guide, SQS action; errors from the SQS API reference, SendMessage.
 */
final class SqsAction implements Action {
    private static final String KIND = "sqs";
    private static final String FIFO = "a FIFO queue ('%s') cannot be the target of a rule; use a standard queue";

    private final SinkWriter sinks;
    private final Field queueUrl;
    private final boolean useBase64;

    private SqsAction(SinkWriter sinks, ActionParameters parameters) {
        this.sinks = sinks;
        queueUrl = parameters.template("queueUrl");
        useBase64 = parameters.flag("useBase64", false);
        parameters.ignore("roleArn");
        if (!queueUrl.isVariable() && isFifo(queueUrl.template())) {
            throw parameters.invalid("queueUrl", FIFO.formatted(queueUrl.template()));
        }
    }

    static ActionProvider provider(SinkWriter sinks) {
        return BuiltIn.of(KIND, parameters -> new SqsAction(sinks, parameters));
    }

    @Override
    public String awsName() {
        return "SqsAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(queueUrl);
    }

    @Override
    public List<Detail> request(ActionInput input) {
        return List.of(new Detail("messageBody", body(input).utf8()));
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String url = input.value(queueUrl);
        if (!url.matches("https?://.+/.+")) {
            throw new AwsException("InvalidAddress", 404, "'%s' is not the URL of a queue".formatted(url));
        }
        if (isFifo(url)) {
            throw JsonParameters.invalidRequest(FIFO.formatted(url));
        }
        if (!useBase64) {
            SinkWriter.text(input, "InvalidMessageContents", "set useBase64 to true");
        }
        if (input.payload().isEmpty()) {
            throw new AwsException(
                    "MissingParameter",
                    400,
                    "The request must contain the parameter MessageBody: the payload is empty");
        }
        Bytes body = body(input);
        sinks.write(KIND, url, input, List.of(new Detail("useBase64", Boolean.toString(useBase64))), body);
        return CompletableFuture.completedFuture(List.of(
                new Detail("messageId", UUID.randomUUID().toString()),
                new Detail("md5OfMessageBody", SinkWriter.md5(body))));
    }

    private Bytes body(ActionInput input) {
        return useBase64 ? Bytes.utf8(input.payload().base64()) : input.payload();
    }

    private static boolean isFifo(String url) {
        return url.endsWith(".fifo");
    }
}
