package dev.penstock.rules.action;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.rules.spi.ActionProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The providers that {@link ServiceLoader} finds. */
final class FoundProviders {
    private static final String KIND = "[a-zA-Z][a-zA-Z0-9_]*";

    private FoundProviders() {}

    /**
     * New instances of all of them.
     *
     * @param builtIn the kinds that are taken
     * @throws StartException when one cannot be made, or claims a kind that is taken
     */
    static List<ActionProvider> in(ClassLoader classes, Set<String> builtIn) {
        List<ActionProvider> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try {
            for (ActionProvider provider : ServiceLoader.load(ActionProvider.class, classes)) {
                String kind = provider.kind();
                check(kind, provider, builtIn, found, seen);
                found.add(provider);
            }
        } catch (ServiceConfigurationError | LinkageError | IllegalStateException broken) {
            throw new StartException(
                    "an action provider on the class path cannot be used: %s; see docs/actions.md".formatted(broken),
                    broken);
        }
        return found;
    }

    private static void check(
            String kind, ActionProvider provider, Set<String> builtIn, List<ActionProvider> found, Set<String> seen) {
        String name = provider.getClass().getName();
        if (!kind.matches(KIND)) {
            throw new StartException(
                    "%s calls its kind of action '%s'; it must be letters and digits, like 'appendToFile'"
                            .formatted(name, kind));
        }
        if (builtIn.contains(kind)) {
            throw new StartException(
                    "%s claims the action '%s', which Penstock has itself; choose another kind".formatted(name, kind));
        }
        if (!seen.add(kind)) {
            TreeMap<String, String> all = new TreeMap<>();
            found.forEach(other -> all.put(other.kind(), other.getClass().getName()));
            throw new StartException("%s and %s both claim the action '%s'; take one of them off the class path"
                    .formatted(all.get(kind), name, kind));
        }
    }
}
