package dev.penstock.rules.function;

import dev.penstock.rules.ExternalServices.ShadowReader;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.ExternalFunction;
import dev.penstock.rules.eval.JsonNodes;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code get_thing_shadow(thing[, shadowName], roleArn)}: the whole shadow document. */
final class GetThingShadow implements ExternalFunction {
    private static final int NAMED = 3;
    private static final String CLASSIC = "";

    private final ShadowReader shadows;

    GetThingShadow(ShadowReader shadows) {
        this.shadows = shadows;
    }

    @Override
    public Signature signature() {
        return Signature.of("get_thing_shadow", SqlVersion.V2016, ArgumentRule.TEXT, ArgumentRule.TEXT)
                .optionally(ArgumentRule.TEXT);
    }

    @Override
    public String arity() {
        return "2 or 3 arguments, the last one being the ARN of a role";
    }

    @Override
    public String origin() {
        return "answered by the shadow";
    }

    @Override
    public List<Integer> fixedArguments(int count) {
        return List.of(count - 1);
    }

    @Override
    public CompletionStage<Value> call(Value[] arguments, Evaluation evaluation) {
        String name = arguments.length == NAMED ? ((Text) arguments[1]).text() : CLASSIC;
        return shadows.shadow(((Text) arguments[0]).text(), name)
                .thenApply(document -> JsonNodes.value(document, evaluation.numbers()));
    }
}
