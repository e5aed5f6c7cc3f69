package dev.penstock.functions.java;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What user code shares with the Java runtime of AWS: the JDK's platform classes, aws-lambda-java-core,
 * aws-lambda-java-serialization, and our guest classes. The libraries are defined again in each environment, for they keep
 * static state: a logger, a map from class name to class. Nothing else of our class path can be seen through it: a
 * function that forgot to pack a library fails here as it fails on AWS.
 */
final class ApiLoader extends ClassLoader {
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.";
    private static final String LOGGING = RUNTIME + "logging.";
    private static final List<String> DEEP_PACKAGES = List.of(
            RUNTIME + "serialization.", "com.amazonaws.lambda.thirdparty.", "dev.penstock.functions.java.guest.");

    /** AWS's library reads data files of its own, for example time zones. */
    private static final String RESOURCES = "com/amazonaws/lambda/thirdparty/";

    static {
        registerAsParallelCapable();
    }

    ApiLoader() {
        super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!isShared(name)) {
            throw new ClassNotFoundException(name);
        }
        byte[] classFile = read(name);
        return defineClass(name, classFile, 0, classFile.length);
    }

    /** Of RUNTIME itself only the package: the events library lives below it and belongs to the user. */
    private static boolean isShared(String name) {
        return DEEP_PACKAGES.stream().anyMatch(name::startsWith)
                || (name.startsWith(RUNTIME) && name.lastIndexOf('.') == RUNTIME.length() - 1)
                || name.startsWith(LOGGING);
    }

    /** A class file of our own class path. */
    static byte[] read(String className) throws ClassNotFoundException {
        String path = className.replace('.', '/') + ".class";
        try (InputStream content = ApiLoader.class.getClassLoader().getResourceAsStream(path)) {
            if (content == null) {
                throw new ClassNotFoundException(className);
            }
            return content.readAllBytes();
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(className, unreadable);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return name.startsWith(RESOURCES) ? ApiLoader.class.getClassLoader().getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return name.startsWith(RESOURCES)
                ? ApiLoader.class.getClassLoader().getResources(name)
                : Collections.emptyEnumeration();
    }
}
