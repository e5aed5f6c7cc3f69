package dev.penstock.functions.java.guest;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What user code calls instead of {@link System} inside this JVM, after its classes were rewritten. There is one copy of
 * this class for each environment, so its static fields belong to one environment; the host sets them before any user
 * class is loaded.
 */
public final class GuestSystem {
    private static final Set<Thread> HOOKS = Collections.synchronizedSet(new LinkedHashSet<>());
    private static final Map<ProcessBuilder, Boolean> BUILDERS = Collections.synchronizedMap(new WeakHashMap<>());
    private static final String STACK_TRACE = "printStackTrace";

    private static volatile Map<String, String> environment = Map.of();
    private static volatile InputStream in = InputStream.nullInputStream();
    private static volatile PrintStream out = System.out;
    private static volatile PrintStream err = System.err;
    private static volatile IntConsumer exit = status -> {};

    private GuestSystem() {}

    /** @param exit ends the environment with a status */
    public static void install(Map<String, String> environment, PrintStream output, IntConsumer exit) {
        GuestSystem.environment = environment;
        GuestSystem.out = output;
        GuestSystem.err = output;
        GuestSystem.exit = exit;
    }

    public static Map<String, String> getenv() {
        return environment;
    }

    public static @Nullable String getenv(String name) {
        return environment.get(name);
    }

    public static void exit(int status) {
        exit.accept(status);
        throw new GuestExit(status);
    }

    public static void exit(Runtime runtime, int status) {
        exit(status);
    }

    /** Always empty, as on AWS. */
    public static InputStream in() {
        return in;
    }

    public static PrintStream out() {
        return out;
    }

    public static PrintStream err() {
        return err;
    }

    public static void setIn(InputStream stream) {
        in = stream;
    }

    public static void setOut(PrintStream stream) {
        out = stream;
    }

    public static void setErr(PrintStream stream) {
        err = stream;
    }

    /** None, as on AWS. */
    public static @Nullable Console console() {
        return null;
    }

    /** {@code thing.printStackTrace()}: a user's class that has a method of its own of this name keeps it. */
    public static void printStackTrace(Object thing) throws Throwable {
        Method method = stackTraceMethod(thing.getClass());
        if (thing instanceof Throwable thrown && method.getDeclaringClass().getClassLoader() == null) {
            thrown.printStackTrace(err);
            return;
        }
        method.setAccessible(true);
        try {
            method.invoke(thing);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    private static Method stackTraceMethod(Class<?> type) throws NoSuchMethodException {
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            for (Method method : next.getDeclaredMethods()) {
                if (method.getName().equals(STACK_TRACE) && method.getParameterCount() == 0) {
                    return method;
                }
            }
        }
        return type.getMethod(STACK_TRACE); // of an interface
    }

    /** Kept until the environment ends; a hook held by the JVM would hold the whole environment. */
    public static void addShutdownHook(Runtime runtime, Thread hook) {
        if (!HOOKS.add(hook)) {
            throw new IllegalArgumentException("Hook previously registered");
        }
    }

    public static boolean removeShutdownHook(Runtime runtime, Thread hook) {
        return HOOKS.remove(hook);
    }

    /** Takes the hooks away: they are the host's to run. */
    public static List<Thread> takeShutdownHooks() {
        synchronized (HOOKS) {
            List<Thread> taken = new ArrayList<>(HOOKS);
            HOOKS.clear();
            return taken;
        }
    }

    public static Map<String, String> environment(ProcessBuilder builder) {
        Map<String, String> variables = builder.environment();
        if (BUILDERS.put(builder, true) == null) {
            variables.clear();
            variables.putAll(environment);
        }
        return variables;
    }

    public static Process start(ProcessBuilder builder) throws IOException {
        environment(builder);
        return builder.start();
    }

    public static List<Process> startPipeline(List<ProcessBuilder> builders) throws IOException {
        builders.forEach(GuestSystem::environment);
        return ProcessBuilder.startPipeline(builders);
    }

    public static Process exec(Runtime runtime, String command) throws IOException {
        return runtime.exec(command, variables(null));
    }

    public static Process exec(Runtime runtime, String command, String @Nullable [] variables) throws IOException {
        return runtime.exec(command, variables(variables));
    }

    public static Process exec(Runtime runtime, String command, String @Nullable [] variables, @Nullable File folder)
            throws IOException {
        return runtime.exec(command, variables(variables), folder);
    }

    public static Process exec(Runtime runtime, String[] command) throws IOException {
        return runtime.exec(command, variables(null));
    }

    public static Process exec(Runtime runtime, String[] command, String @Nullable [] variables) throws IOException {
        return runtime.exec(command, variables(variables));
    }

    public static Process exec(Runtime runtime, String[] command, String @Nullable [] variables, @Nullable File folder)
            throws IOException {
        return runtime.exec(command, variables(variables), folder);
    }

    private static String[] variables(String @Nullable [] given) {
        return given != null
                ? given
                : environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toArray(String[]::new);
    }
}
