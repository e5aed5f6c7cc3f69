package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What user code calls instead of {@link System}, after its classes were rewritten. There is one copy of this class for
 * each environment, so its static fields belong to one environment; the host sets them before any user class is loaded.
 */
public final class GuestSystem {
    private static volatile Map<String, String> environment = Map.of();
    private static volatile PrintStream out = System.out;
    private static volatile PrintStream err = System.err;
    private static volatile IntConsumer exit = status -> {};
    private static volatile LambdaLogger logger = LambdaRuntime.getLogger();

    private GuestSystem() {}

    /** @param exit ends the environment with a status; does not return normally */
    public static void install(
            Map<String, String> environment, PrintStream output, IntConsumer exit, LambdaLogger logger) {
        GuestSystem.environment = environment;
        GuestSystem.out = output;
        GuestSystem.err = output;
        GuestSystem.exit = exit;
        GuestSystem.logger = logger;
    }

    public static Map<String, String> getenv() {
        return environment;
    }

    public static @Nullable String getenv(String name) {
        return environment.get(name);
    }

    public static void exit(int status) {
        exit.accept(status);
    }

    public static void exit(Runtime runtime, int status) {
        exit.accept(status);
    }

    public static PrintStream out() {
        return out;
    }

    public static PrintStream err() {
        return err;
    }

    public static void setOut(PrintStream stream) {
        out = stream;
    }

    public static void setErr(PrintStream stream) {
        err = stream;
    }

    public static void printStackTrace(Object thrown) {
        ((Throwable) thrown).printStackTrace(err);
    }

    /** AWS kills the environment without running hooks, and a hook kept by the JVM would keep the whole environment. */
    public static void addShutdownHook(Runtime runtime, Thread hook) {}

    public static boolean removeShutdownHook(Runtime runtime, Thread hook) {
        return true;
    }

    public static LambdaLogger getLogger() {
        return logger;
    }
}
