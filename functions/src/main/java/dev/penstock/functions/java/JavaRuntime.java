package dev.penstock.functions.java;

import dev.penstock.functions.runtime.Environment;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.FunctionRuntime;
import dev.penstock.platform.time.Time;
import java.util.regex.Pattern;

/** Java functions, inside this JVM. */
public final class JavaRuntime implements FunctionRuntime {
    private static final Pattern SUPPORTED = Pattern.compile("java(8\\.al2|11|17|21|25)");

    private final Time time;
    private final Debugger debugger = new Debugger();
    private final ParentLoaders parents;

    /** The context class loader of this thread is the one that handlers of the program itself are loaded with. */
    public JavaRuntime(Time time) {
        this.time = time;
        parents = ParentLoaders.ofThisThread();
    }

    @Override
    public boolean supports(String runtime) {
        return SUPPORTED.matcher(runtime).matches();
    }

    @Override
    public Environment open(EnvironmentSpec spec) {
        return JavaEnvironment.start(spec, time, debugger, parents);
    }

    @Override
    public void close() {}
}
