package dev.penstock.rules.function;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Compiled regular expressions, the last ones used. Guarded by {@code lock}. */
final class Patterns {
    private static final int KEPT = 256;

    private final Object lock = new Object();
    private final Map<String, Optional<Pattern>> compiled = new LinkedHashMap<>(16, 0.75f, true);

    /** Null when it is not a regular expression. */
    @Nullable
    Pattern of(String regex) {
        synchronized (lock) {
            Optional<Pattern> known = compiled.get(regex);
            if (known == null) {
                known = compile(regex);
                compiled.put(regex, known);
                if (compiled.size() > KEPT) {
                    compiled.remove(compiled.keySet().iterator().next());
                }
            }
            return known.orElse(null);
        }
    }

    private static Optional<Pattern> compile(String regex) {
        try {
            return Optional.of(Pattern.compile(regex));
        } catch (PatternSyntaxException invalid) {
            return Optional.empty();
        }
    }
}
