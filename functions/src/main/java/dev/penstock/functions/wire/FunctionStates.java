package dev.penstock.functions.wire;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** State of one kind that the API keeps beside the catalog, by ARN of a function or a version; it ends with them. */
final class FunctionStates<T> {
    private final Map<String, T> byArn = new ConcurrentHashMap<>();

    Optional<T> get(String arn) {
        return Optional.ofNullable(byArn.get(arn));
    }

    void put(String arn, T state) {
        byArn.put(arn, state);
    }

    /** @param first what is changed when there is nothing yet */
    void change(String arn, T first, UnaryOperator<T> change) {
        byArn.compute(arn, (key, now) -> change.apply(now == null ? first : now));
    }

    void remove(String arn) {
        byArn.remove(arn);
    }

    /** Forgets a function, its versions and its aliases. */
    void removeAll(String functionArn) {
        byArn.keySet().removeIf(arn -> arn.equals(functionArn) || arn.startsWith(functionArn + ":"));
    }
}
