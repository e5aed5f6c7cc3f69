package dev.penstock.functions.runtime;

/** Makes execution environments for one family of languages. */
public interface FunctionRuntime extends AutoCloseable {

    /** Whether it runs this identifier, for example {@code python3.12}. */
    boolean supports(String runtime);

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
