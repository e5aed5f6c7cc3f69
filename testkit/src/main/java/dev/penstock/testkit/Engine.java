package dev.penstock.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The classes of a Penstock distribution in a class loader of their own. Its parent is the platform's loader: nothing
 * of the user's class path is seen in there, and the other way round. One serves all pipelines of a test run, so that
 * its classes are loaded once.
 */
final class Engine {
    /** The class of the distribution that opens pipelines for us. */
    static final String ENTRY = "dev.penstock.launcher.TestBridge";

    /** The class of the distribution that reads rule tests for us. */
    static final String RULE_TESTS = "dev.penstock.launcher.RuleTestBridge";

    private final Path jar;
    private final ClassLoader classes;

    private Engine(Path jar, ClassLoader classes) {
        this.jar = jar;
        this.classes = classes;
    }

    /** Opens {@code penstock.jar}; its manifest names the libraries beside it. */
    static Engine load(Path jar) {
        // Never closed: threads of an engine may end a little later than its pipeline, and still need their classes.
        ClassLoader classes =
                new URLClassLoader("penstock", new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader());
        return new Engine(jar, classes);
    }

    /** Starts a pipeline; what the engine throws comes out as it is. */
    EngineBridge open(Map<String, Object> options) {
        Object pipeline =
                Objects.requireNonNull(call(entry(ENTRY, "open", Map.class), null, options), "opened pipeline");
        return (EngineBridge) Proxy.newProxyInstance(
                EngineBridge.class.getClassLoader(),
                new Class<?>[] {EngineBridge.class},
                (proxy, method, arguments) -> call(twin(method, pipeline), pipeline, arguments));
    }

    /** As RuleTestBridge.files; what the engine throws comes out as it is. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> ruleTests(List<Path> named) {
        Object files = call(entry(RULE_TESTS, "files", List.class), null, named);
        return (List<Map<String, Object>>) Objects.requireNonNull(files, "files");
    }

    /** Runs what the engine handed out, with its loader as context loader. */
    <T> T inside(Supplier<T> work) {
        Thread caller = Thread.currentThread();
        ClassLoader users = caller.getContextClassLoader();
        caller.setContextClassLoader(classes);
        try {
            return work.get();
        } finally {
            caller.setContextClassLoader(users);
        }
    }

    private Method entry(String type, String method, Class<?> parameter) {
        try {
            return classes.loadClass(type).getMethod(method, parameter);
        } catch (ReflectiveOperationException | LinkageError unfit) {
            throw new ExtensionConfigurationException(
                    "%s does not fit this test kit (%s): use penstock.jar and test kit of the same release"
                            .formatted(jar, unfit),
                    unfit);
        }
    }

    private static Method twin(Method asked, Object pipeline) throws NoSuchMethodException {
        return pipeline.getClass().getMethod(asked.getName(), asked.getParameterTypes());
    }

    /** Calls into the engine with its loader as context loader: its libraries look up services and drivers there. */
    private static @Nullable Object call(Method method, @Nullable Object target, Object @Nullable ... arguments) {
        Thread caller = Thread.currentThread();
        ClassLoader users = caller.getContextClassLoader();
        caller.setContextClassLoader(method.getDeclaringClass().getClassLoader());
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw asUnchecked(thrown.getCause());
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException("%s of the engine must be public".formatted(method), hidden);
        } finally {
            caller.setContextClassLoader(users);
        }
    }

    private static RuntimeException asUnchecked(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(thrown);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(jar.toString(), impossible);
        }
    }
}
