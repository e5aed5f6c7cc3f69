package dev.penstock.rules.function;

import dev.penstock.rules.ExternalServices.Predictor;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Coercion;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.ExternalFunction;
import dev.penstock.rules.eval.JsonNodes;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * {@code machinelearning_predict(modelId, roleArn, record)}: what the model says of an Object; what is nested in it is
 * sent as JSON text.
 */
final class MachineLearningPredict implements ExternalFunction {
    private final Predictor predictor;

    MachineLearningPredict(Predictor predictor) {
        this.predictor = predictor;
    }

    @Override
    public Signature signature() {
        return Signature.of(
                        "machinelearning_predict",
                        SqlVersion.V2015,
                        ArgumentRule.TEXT,
                        ArgumentRule.TEXT,
                        ArgumentRule.ANY)
                .orStar();
    }

    @Override
    public String origin() {
        return "answered by Machine Learning";
    }

    @Override
    public List<Integer> fixedArguments(int count) {
        return List.of(1);
    }

    @Override
    public String problem(Value[] arguments) {
        return BinaryJson.value(arguments[2]) instanceof Obj
                ? ""
                : "the record is an Object, not %s".formatted(arguments[2].typeName());
    }

    @Override
    public CompletionStage<Value> call(Value[] arguments, Evaluation evaluation) {
        Obj flat = flat((Obj) BinaryJson.value(arguments[2]));
        return predictor
                .predict(((Text) arguments[0]).text(), JsonNodes.of(flat))
                .thenApply(answer -> JsonNodes.value(answer, evaluation.numbers()));
    }

    private static Obj flat(Obj record) {
        Map<String, Value> members = new LinkedHashMap<>();
        record.members().forEach((key, member) -> {
            boolean nested = member instanceof Obj || member instanceof Value.Array;
            members.put(key, nested ? new Text(String.valueOf(Coercion.text(member))) : member);
        });
        return new Obj(members);
    }
}
