package dev.penstock.rules.eval;

import java.util.concurrent.CompletionStage;

/** A function whose value another service knows. */
public interface ExternalFunction extends SqlFunction {

    /**
     * Asks the service; never blocks.
     *
     * @param arguments as for {@link #apply}, and such that {@link #problem} has nothing against them
     * @return the value; a failed stage ends the rule unless the call stands in {@code get_or_default}
     */
    CompletionStage<Value> call(Value[] arguments, Evaluation evaluation);

    /** Why the arguments make no request, so that the call is Undefined; empty when they make one. */
    default String problem(Value[] arguments) {
        return "";
    }

    /** Where its value comes from, for explanations, for example {@code answered by DynamoDB}. */
    String origin();

    /** How often it may be called. */
    default Quota quota() {
        return Quota.UNLIMITED;
    }

    @Override
    default boolean isExternal() {
        return true;
    }

    @Override
    default Value apply(Value[] arguments, Evaluation evaluation, long site) {
        throw new IllegalStateException("%s() is answered by a service".formatted(name()));
    }
}
