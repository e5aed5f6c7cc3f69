package dev.penstock.functions.java;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The Jackson and Gson that are packed into aws-lambda-java-serialization, loaded once for all environments of a runtime:
 * they are most of what an environment would load, and what they remember of the user's classes is forgotten when an
 * environment ends, see {@link Guest#forget}.
 */
final class LibraryLoader extends ClassLoader {
    private static final String PACKAGES = "com.amazonaws.lambda.thirdparty.";

    /** The libraries read data files of their own, for example time zones. */
    private static final String RESOURCES = PACKAGES.replace('.', '/');

    static {
        registerAsParallelCapable();
    }

    LibraryLoader() {
        super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGES)) {
            throw new ClassNotFoundException(name);
        }
        byte[] classFile = read(name);
        return defineClass(name, classFile, 0, classFile.length);
    }

    /** A class file of our own class path. */
    static byte[] read(String className) throws ClassNotFoundException {
        String path = className.replace('.', '/') + ".class";
        try (InputStream content = LibraryLoader.class.getClassLoader().getResourceAsStream(path)) {
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
        return name.startsWith(RESOURCES) ? LibraryLoader.class.getClassLoader().getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return name.startsWith(RESOURCES)
                ? LibraryLoader.class.getClassLoader().getResources(name)
                : Collections.emptyEnumeration();
    }
}
