package dev.penstock.functions.runtime;

import dev.penstock.functions.FunctionSpec;

/** Makes execution environments for one family of languages. */
public interface FunctionRuntime extends AutoCloseable {

    /** Whether it runs this identifier, for example {@code python3.12}. */
    boolean supports(String runtime);

    /** Whether it runs this function, as its options want it. */
    default boolean supports(FunctionSpec function) {
        return supports(function.runtime());
    }

    /**
     * Begins to initialise an environment in the background; never blocks.
     *
     * @throws dev.penstock.platform.lifecycle.StartException when this machine lacks what the runtime needs
     */
    Environment open(EnvironmentSpec spec);

    /** Releases what its environments shared; they are killed before. */
    @Override
    void close();
}
