package dev.penstock.functions.java;

import java.util.List;

/**
 * What user code shares with the Java runtime of AWS: the JDK's platform classes, aws-lambda-java-core,
 * aws-lambda-java-serialization, and our guest classes. They are defined again in each environment, for they keep static
 * state: a logger, a map from class name to class. Nothing else of our class path can be seen through it: a function that
 * forgot to pack a library fails here as it fails on AWS.
 */
final class ApiLoader extends ClassLoader {
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.";
    private static final List<String> DEEP_PACKAGES =
            List.of(RUNTIME + "logging.", RUNTIME + "serialization.", "dev.penstock.functions.java.guest.");

    static {
        registerAsParallelCapable();
    }

    ApiLoader(LibraryLoader libraries) {
        super(libraries);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!isShared(name)) {
            throw new ClassNotFoundException(name);
        }
        byte[] classFile = LibraryLoader.read(name);
        return defineClass(name, classFile, 0, classFile.length);
    }

    /** Of RUNTIME itself only the package: the events library lives below it and belongs to the user. */
    private static boolean isShared(String name) {
        return DEEP_PACKAGES.stream().anyMatch(name::startsWith)
                || (name.startsWith(RUNTIME) && name.lastIndexOf('.') == RUNTIME.length() - 1);
    }
}
