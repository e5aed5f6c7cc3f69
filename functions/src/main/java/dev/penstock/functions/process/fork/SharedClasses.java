package dev.penstock.functions.process.fork;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parent of the user's class loader: the JDK, and of our class path only what AWS's Java runtime has, so that a library
 * that the function forgot to pack is missing here too.
 */
final class SharedClasses extends ClassLoader {
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.";
    private static final List<String> DEEP_PACKAGES =
            List.of(RUNTIME + "serialization.", RUNTIME + "logging.", "com.amazonaws.lambda.thirdparty.");
    private static final String RESOURCES = "com/amazonaws/lambda/thirdparty/";

    private final ClassLoader ours;

    SharedClasses(ClassLoader ours) {
        super(ClassLoader.getPlatformClassLoader());
        this.ours = ours;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        boolean shared = DEEP_PACKAGES.stream().anyMatch(name::startsWith)
                || (name.startsWith(RUNTIME) && name.lastIndexOf('.') == RUNTIME.length() - 1);
        if (!shared) {
            throw new ClassNotFoundException(name);
        }
        return ours.loadClass(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return name.startsWith(RESOURCES) ? ours.getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return name.startsWith(RESOURCES) ? ours.getResources(name) : Collections.emptyEnumeration();
    }
}
