package dev.penstock.functions.java;

import dev.penstock.functions.runtime.EnvironmentSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.IntConsumer;

/** The class loaders of an environment: its own, or, for a handler that is part of the program, the program's. */
sealed interface UserCode extends AutoCloseable {

    /** @throws IOException when a folder or jar cannot be read */
    static UserCode open(EnvironmentSpec spec, ParentLoaders parents) throws IOException {
        return spec.function().options().sharedLoader()
                ? new Shared(parents.program())
                : new Own(FunctionLoader.open(spec.taskRoot(), spec.layers(), parents.libraries()));
    }

    /** Where the guest classes are. */
    ClassLoader api();

    /** Where the user's classes are. */
    ClassLoader loader();

    /** Before any class of the user is loaded. */
    void install(Map<String, String> variables, PrintStream output, IntConsumer exit)
            throws ReflectiveOperationException;

    /**
     * The environment has ended.
     *
     * @param hooks whether shutdown hooks run
     */
    void end(String function, boolean hooks);

    @Override
    void close();

    /** Code in a loader of its own. */
    record Own(FunctionLoader loader) implements UserCode {

        @Override
        public ClassLoader api() {
            return loader.api();
        }

        @Override
        public void install(Map<String, String> variables, PrintStream output, IntConsumer exit)
                throws ReflectiveOperationException {
            Guest.installSystem(api(), variables, output, exit);
        }

        @Override
        public void end(String function, boolean hooks) {
            Leftovers leftovers = new Leftovers(function, loader);
            if (hooks) {
                leftovers.runShutdownHooks();
            }
            leftovers.remove();
        }

        @Override
        public void close() {
            loader.close();
        }
    }

    /** Code of the program itself: nothing is turned, captured or cleaned up, for nothing can be told apart. */
    record Shared(ClassLoader loader) implements UserCode {

        @Override
        public ClassLoader api() {
            return Shared.class.getClassLoader();
        }

        @Override
        public void install(Map<String, String> variables, PrintStream output, IntConsumer exit) {}

        @Override
        public void end(String function, boolean hooks) {}

        @Override
        public void close() {}
    }
}
