package dev.penstock.rules.action;

import com.fasterxml.jackson.core.JsonParser;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.Functions;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Invokes a function asynchronously; its event is the outgoing JSON itself, without an envelope. The action has succeeded
 * when Lambda has accepted the event: what the function makes of it is not seen here. When Lambda has no room for more
 * events the action waits, its queue fills, and then the publisher waits.
 * Source: AWS IoT Core developer guide, Lambda action.
 */
final class LambdaAction implements Action {
    private static final int ACCEPTED = 202;

    private final Functions functions;
    private final RetryPolicy retries;
    private final Field functionArn;

    private LambdaAction(Functions functions, RetryPolicy retries, ActionParameters parameters) {
        this.functions = functions;
        this.retries = retries;
        functionArn = parameters.template("functionArn");
        if (!functionArn.isVariable()) {
            check(functionArn.template(), parameters);
        }
    }

    /** Makes actions that invoke {@code functions}. */
    static ActionProvider provider(Functions functions, Time time) {
        RetryPolicy retries = RetryPolicy.waitingFor("TooManyRequestsException", time);
        return BuiltIn.of("lambda", parameters -> new LambdaAction(functions, retries, parameters));
    }

    private static void check(String text, ActionParameters parameters) {
        try {
            FunctionReference.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw parameters.invalid("functionArn", String.valueOf(malformed.getMessage()));
        }
    }

    @Override
    public String awsName() {
        return "LambdaAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(functionArn);
    }

    @Override
    public List<Detail> request(ActionInput input) {
        return List.of(new Detail("invocationType", "Event"));
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        if (!isJson(input.payload())) {
            return CompletableFuture.failedFuture(new AwsException(
                    "InvalidRequestContentException",
                    400,
                    "the payload is not JSON, and a function takes nothing else;"
                            + " encode it, for example SELECT encode(*, 'base64') AS data"));
        }
        return retries.run(() -> functions.invokeEvent(input.value(functionArn), input.payload()))
                .thenApply(requestId -> List.of(
                        new Detail("statusCode", Integer.toString(ACCEPTED)), new Detail("requestId", requestId)));
    }

    /** Reads the text through without making anything of it. */
    private static boolean isJson(Bytes payload) {
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(payload.shared())) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
