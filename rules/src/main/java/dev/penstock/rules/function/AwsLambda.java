package dev.penstock.rules.function;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.ExternalServices.FunctionInvoker;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.ExternalFunction;
import dev.penstock.rules.eval.JsonText;
import dev.penstock.rules.eval.JsonValues;
import dev.penstock.rules.eval.Numbers;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** {@code aws_lambda(functionArn, json)}: what the function answers within two seconds, which must be JSON. */
final class AwsLambda implements ExternalFunction {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final FunctionInvoker functions;
    private final Time time;

    AwsLambda(FunctionInvoker functions, Time time) {
        this.functions = functions;
        this.time = time;
    }

    @Override
    public Signature signature() {
        return Signature.of("aws_lambda", SqlVersion.V2015, ArgumentRule.TEXT, ArgumentRule.ANY)
                .orStar();
    }

    @Override
    public String origin() {
        return "answered by Lambda";
    }

    @Override
    public String problem(Value[] arguments) {
        if (arguments[1].isUndefined()) {
            return "its second argument is Undefined";
        }
        return BinaryJson.value(arguments[1]) instanceof Value.Binary
                ? "the payload is not JSON; a function gets JSON, so encode(*, 'base64') it into an object"
                : "";
    }

    @Override
    public CompletionStage<Value> call(Value[] arguments, Evaluation evaluation) {
        String arn = ((Text) arguments[0]).text();
        CompletionStage<Bytes> answer = functions.invoke(arn, JsonText.bytes(arguments[1]));
        return Deadline.after(LIMIT, time, arn, answer).thenApply(bytes -> result(bytes, evaluation.numbers()));
    }

    private static Value result(Bytes bytes, Numbers numbers) {
        try {
            Value value = JsonValues.read(bytes).value();
            return numbers == Numbers.FOLDING_WHOLE ? JsonValues.fold(value) : value;
        } catch (IOException notJson) {
            throw new AwsException("InvalidResponse", 502, "the function did not answer with JSON");
        }
    }
}
