package dev.penstock.rules.function;

import dev.penstock.rules.ExternalServices.ItemReader;
import dev.penstock.rules.ExternalServices.KeyPart;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.ExternalFunction;
import dev.penstock.rules.eval.JsonNodes;
import dev.penstock.rules.eval.Quota;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code get_dynamodb(table, pkName, pkValue[, skName, skValue], roleArn)}: the item as plain JSON, Undefined when there
 * is none with that key. A statement may call it once.
 */
final class GetDynamoDb implements ExternalFunction {
    private static final int WITH_SORT_KEY = 6;
    private static final int WITHOUT_SORT_KEY = 4;

    private final ItemReader items;

    GetDynamoDb(ItemReader items) {
        this.items = items;
    }

    @Override
    public Signature signature() {
        return Signature.of(
                        "get_dynamodb",
                        SqlVersion.V2016,
                        ArgumentRule.TEXT,
                        ArgumentRule.TEXT,
                        ArgumentRule.ANY,
                        ArgumentRule.TEXT)
                .optionally(ArgumentRule.ANY, ArgumentRule.TEXT);
    }

    @Override
    public boolean takes(int arguments) {
        return arguments == WITHOUT_SORT_KEY || arguments == WITH_SORT_KEY;
    }

    @Override
    public String arity() {
        return "4 or 6 arguments, the last one being the ARN of a role";
    }

    @Override
    public String origin() {
        return "answered by DynamoDB";
    }

    @Override
    public Quota quota() {
        return new Quota(1, false);
    }

    @Override
    public List<Integer> fixedArguments(int count) {
        return List.of(count - 1);
    }

    @Override
    public String problem(Value[] arguments) {
        String problem = keyProblem(arguments[2]);
        return problem.isEmpty() && arguments.length == WITH_SORT_KEY ? keyProblem(arguments[4]) : problem;
    }

    private static String keyProblem(Value value) {
        return value instanceof Text || value instanceof Numeric
                ? ""
                : "the value of a key is a String or a number, not %s".formatted(value.typeName());
    }

    @Override
    public CompletionStage<Value> call(Value[] arguments, Evaluation evaluation) {
        KeyPart partition = key(arguments, 1);
        KeyPart sort = arguments.length == WITH_SORT_KEY ? key(arguments, 3) : null;
        return items.item(((Text) arguments[0]).text(), partition, sort)
                .thenApply(item -> item.map(found -> JsonNodes.value(found, evaluation.numbers()))
                        .orElse(Value.Undefined.INSTANCE));
    }

    private static KeyPart key(Value[] arguments, int at) {
        return new KeyPart(((Text) arguments[at]).text(), JsonNodes.of(arguments[at + 1]));
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "the table has no item with this key";
    }
}
