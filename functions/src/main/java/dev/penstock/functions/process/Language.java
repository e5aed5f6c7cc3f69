package dev.penstock.functions.process;

import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.InitFailure;

/** How handlers of one family of languages are started. */
interface Language {

    /** Whether it starts functions of this runtime. */
    boolean supports(String runtime);

    /**
     * What to run. May block for a moment.
     *
     * @throws InitFailure when this machine or the code lacks what is needed; its summary says what to do
     */
    Command command(EnvironmentSpec spec) throws InitFailure;
}
