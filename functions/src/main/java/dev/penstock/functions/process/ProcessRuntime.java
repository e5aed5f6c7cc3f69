package dev.penstock.functions.process;

import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.FunctionRuntime;
import java.util.regex.Pattern;

/** Python functions, each environment in a child process. */
public final class ProcessRuntime implements FunctionRuntime {
    private static final Pattern SUPPORTED = Pattern.compile("python3\\.\\d{1,2}");

    private final Bootstrap bootstrap = new Bootstrap();
    private final Interpreters interpreters = new Interpreters(System.getenv());

    @Override
    public boolean supports(String runtime) {
        return SUPPORTED.matcher(runtime).matches();
    }

    @Override
    public Environment open(EnvironmentSpec spec) {
        return ProcessEnvironment.start(spec, interpreters.forFunction(spec), bootstrap.folder());
    }

    @Override
    public void close() {
        bootstrap.close();
    }
}
