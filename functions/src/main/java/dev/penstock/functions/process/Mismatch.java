package dev.penstock.functions.process;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.process.Interpreters.Interpreter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once for each function that it runs on another version than it asks for. */
final class Mismatch {
    private static final Logger log = LoggerFactory.getLogger(Mismatch.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void report(FunctionSpec function, Interpreter found, boolean matches) {
        if (!matches && told.add(function.name() + " " + function.runtime())) {
            log.warn(
                    "function '{}' asks for {} and runs on {} ({}); install {} if the difference matters",
                    function.name(),
                    function.runtime(),
                    found.version(),
                    found.executable(),
                    function.runtime());
        }
    }
}
