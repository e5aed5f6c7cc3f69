package dev.penstock.rules.function;

import dev.penstock.rules.ExternalServices.RegistryReader;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.ExternalFunction;
import dev.penstock.rules.eval.JsonNodes;
import dev.penstock.rules.eval.Quota;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code get_registry_data('DescribeThing'|'ListThingGroupsForThing', thing, roleArn)}: what the operation of that name
 * answers. A rule may call it once, its templates included.
 */
final class GetRegistryData implements ExternalFunction {
    private static final String THING = "DescribeThing";
    private static final String GROUPS = "ListThingGroupsForThing";

    private final RegistryReader registry;

    GetRegistryData(RegistryReader registry) {
        this.registry = registry;
    }

    @Override
    public Signature signature() {
        return Signature.of(
                "get_registry_data", SqlVersion.V2016, ArgumentRule.TEXT, ArgumentRule.TEXT, ArgumentRule.TEXT);
    }

    @Override
    public String origin() {
        return "answered by the registry of things";
    }

    @Override
    public Quota quota() {
        return new Quota(1, true);
    }

    @Override
    public List<Integer> fixedArguments(int count) {
        return List.of(0, count - 1);
    }

    @Override
    public String problem(Value[] arguments) {
        String operation = ((Text) arguments[0]).text();
        return operation.equals(THING) || operation.equals(GROUPS)
                ? ""
                : "its first argument is '%s' or '%s', not '%s'".formatted(THING, GROUPS, operation);
    }

    @Override
    public CompletionStage<Value> call(Value[] arguments, Evaluation evaluation) {
        String thing = ((Text) arguments[1]).text();
        boolean describes = ((Text) arguments[0]).text().equals(THING);
        return (describes ? registry.describeThing(thing) : registry.thingGroups(thing))
                .thenApply(answer -> JsonNodes.value(answer, evaluation.numbers()));
    }
}
