package dev.penstock.rules.function;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.ExternalServices.Secret;
import dev.penstock.rules.ExternalServices.SecretReader;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.ExternalFunction;
import dev.penstock.rules.eval.JsonValues;
import dev.penstock.rules.eval.Numbers;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code get_secret(id, 'SecretString'|'SecretBinary'[, key], roleArn)}: a member of a JSON secret, the whole secret (an
 * Object when it is one, else its text), or binary as Base64.
 */
final class GetSecret implements ExternalFunction {
    private static final int WITH_KEY = 4;
    private static final String TEXT = "SecretString";
    private static final String BINARY = "SecretBinary";

    private final SecretReader secrets;

    GetSecret(SecretReader secrets) {
        this.secrets = secrets;
    }

    @Override
    public Signature signature() {
        return Signature.of("get_secret", SqlVersion.V2015, ArgumentRule.TEXT, ArgumentRule.TEXT, ArgumentRule.TEXT)
                .optionally(ArgumentRule.TEXT);
    }

    @Override
    public String arity() {
        return "3 or 4 arguments, the last one being the ARN of a role";
    }

    @Override
    public String origin() {
        return "answered by Secrets Manager";
    }

    @Override
    public List<Integer> fixedArguments(int count) {
        return List.of(1, count - 1);
    }

    @Override
    public String problem(Value[] arguments) {
        String type = text(arguments[1]);
        return type.equals(TEXT) || type.equals(BINARY)
                ? ""
                : "its second argument is 'SecretString' or 'SecretBinary', not '%s'".formatted(type);
    }

    @Override
    public CompletionStage<Value> call(Value[] arguments, Evaluation evaluation) {
        String type = text(arguments[1]);
        String key = arguments.length == WITH_KEY ? text(arguments[2]) : null;
        return secrets.secret(text(arguments[0]))
                .thenApply(secret ->
                        type.equals(BINARY) ? binary(secret, key) : string(secret, key, evaluation.numbers()));
    }

    private static Value binary(Secret secret, @Nullable String key) {
        if (key != null) {
            throw failure("a SecretBinary has no keys");
        }
        if (secret.binary() == null) {
            throw failure("the secret has no SecretBinary");
        }
        return new Text(secret.binary().base64());
    }

    private static Value string(Secret secret, @Nullable String key, Numbers numbers) {
        String text = secret.text();
        if (text == null) {
            throw failure("the secret has no SecretString");
        }
        Obj object = object(text, numbers);
        if (key == null) {
            return object == null ? new Text(text) : object;
        }
        if (object == null) {
            throw failure("the secret is not a JSON object, so it has no key '%s'".formatted(key));
        }
        Value member = object.members().get(key);
        return member == null ? Value.Undefined.INSTANCE : member;
    }

    private static @Nullable Obj object(String text, Numbers numbers) {
        try {
            Value value = JsonValues.read(Bytes.utf8(text)).value();
            Value seen = numbers == Numbers.FOLDING_WHOLE ? JsonValues.fold(value) : value;
            return seen instanceof Obj object ? object : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    private static AwsException failure(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }

    private static String text(Value value) {
        return ((Text) value).text();
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the secret has no key %s".formatted(arguments[2]);
    }
}
