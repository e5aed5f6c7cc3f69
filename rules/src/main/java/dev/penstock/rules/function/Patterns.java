package dev.penstock.rules.function;

import dev.penstock.rules.eval.LimitExceeded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiled regular expressions, the last ones used. Guarded by {@code lock}. */
final class Patterns {
    private static final int KEPT = 256;

    private final Object lock = new Object();
    private final Map<String, Optional<Regexp>> compiled = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Null when it is not a regular expression.
     *
     * @throws LimitExceeded when it is one that is not safe to use
     */
    @Nullable
    Regexp of(String regex) {
        synchronized (lock) {
            Optional<Regexp> known = compiled.get(regex);
            if (known == null) {
                known = Optional.ofNullable(Regexp.of(regex));
                compiled.put(regex, known);
                if (compiled.size() > KEPT) {
                    compiled.remove(compiled.keySet().iterator().next());
                }
            }
            return known.orElse(null);
        }
    }
}
