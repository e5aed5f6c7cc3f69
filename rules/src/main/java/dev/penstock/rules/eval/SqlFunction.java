package dev.penstock.rules.eval;

import dev.penstock.rules.sql.Expression;
import dev.penstock.rules.sql.FunctionCatalog;
import dev.penstock.rules.sql.SqlVersion;
import java.util.List;
import java.util.Optional;

/** One function of the language. Stateless, and pure but for the evaluation it is given. */
public interface SqlFunction extends FunctionCatalog.Declaration {

    Signature signature();

    /**
     * The value of a call.
     *
     * @param arguments as many as the signature takes, each converted by its rule; when one does not convert the call is
     *     Undefined and this is not called
     * @param site tells calls of one statement apart, for random values
     */
    Value apply(Value[] arguments, Evaluation evaluation, long site);

    /** Why {@link #apply} gave Undefined; empty when there is nothing to say beyond the arguments. */
    default String whyUndefined(Value[] arguments) {
        return "";
    }

    @Override
    default String name() {
        return signature().name();
    }

    @Override
    default SqlVersion since() {
        return signature().since();
    }

    @Override
    default String arity() {
        return signature().arity();
    }

    @Override
    default boolean takes(int arguments) {
        return signature().takes(arguments);
    }

    @Override
    default boolean takesStar() {
        return signature().takesStar();
    }

    @Override
    default SqlFunction forCall(Expression.Call call) {
        return this;
    }

    @Override
    default boolean isExternal() {
        return false;
    }

    @Override
    default boolean worksInTemplates() {
        return true;
    }

    @Override
    default int caughtArgument() {
        return NONE;
    }

    @Override
    default List<Integer> fixedArguments(int count) {
        return List.of();
    }

    @Override
    default Optional<String> refusal(Expression.Call call) {
        return Optional.empty();
    }
}
