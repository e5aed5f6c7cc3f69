package dev.penstock.functions.java;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Defines the user's classes of one environment, rewritten by {@link SystemCallRewriter}. Its parent shows little, see
 * {@link RuntimeView}, so nearly every class is the user's own copy; AWS's serialization library and our guest classes are
 * defined here too, from our class path.
 */
final class FunctionLoader extends ClassLoader implements AutoCloseable {
    private static final List<String> RUNTIME_PACKAGES = List.of(
            "com.amazonaws.services.lambda.runtime.serialization.",
            "com.amazonaws.lambda.thirdparty.",
            "dev.penstock.functions.java.guest.");

    private static final String RUNTIME_RESOURCES = "com/amazonaws/lambda/thirdparty/";

    static {
        registerAsParallelCapable();
    }

    private final List<CodeRoot> roots;

    FunctionLoader(Path taskRoot) throws IOException {
        super(new RuntimeView());
        roots = CodeRoot.of(taskRoot);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        try {
            if (isRuntimeClass(name)) {
                return defineRuntimeClass(name, path);
            }
            for (CodeRoot root : roots) {
                byte[] classFile = root.read(path);
                if (classFile != null) {
                    return defineUserClass(name, classFile, root);
                }
            }
        } catch (IOException failure) {
            throw new ClassNotFoundException(name, failure);
        }
        throw new ClassNotFoundException(name);
    }

    private static boolean isRuntimeClass(String name) {
        return RUNTIME_PACKAGES.stream().anyMatch(name::startsWith);
    }

    private Class<?> defineRuntimeClass(String name, String path) throws IOException, ClassNotFoundException {
        try (InputStream content = FunctionLoader.class.getClassLoader().getResourceAsStream(path)) {
            if (content == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] classFile = content.readAllBytes();
            return defineClass(name, classFile, 0, classFile.length);
        }
    }

    private Class<?> defineUserClass(String name, byte[] classFile, CodeRoot root) throws IOException {
        definePackageOf(name, root);
        byte[] rewritten = SystemCallRewriter.rewrite(classFile);
        CodeSource source = new CodeSource(root.location(), (Certificate[]) null);
        return defineClass(name, rewritten, 0, rewritten.length, new ProtectionDomain(source, null, this, null));
    }

    private void definePackageOf(String className, CodeRoot root) throws IOException {
        int end = className.lastIndexOf('.');
        if (end < 0 || getDefinedPackage(className.substring(0, end)) != null) {
            return;
        }
        Manifest manifest = root.manifest();
        Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
        try {
            definePackage(
                    className.substring(0, end),
                    main.getValue(Attributes.Name.SPECIFICATION_TITLE),
                    main.getValue(Attributes.Name.SPECIFICATION_VERSION),
                    main.getValue(Attributes.Name.SPECIFICATION_VENDOR),
                    main.getValue(Attributes.Name.IMPLEMENTATION_TITLE),
                    main.getValue(Attributes.Name.IMPLEMENTATION_VERSION),
                    main.getValue(Attributes.Name.IMPLEMENTATION_VENDOR),
                    null);
        } catch (IllegalArgumentException definedMeanwhile) {
            Objects.requireNonNull(getDefinedPackage(className.substring(0, end)), definedMeanwhile.toString());
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        if (isRuntimeResource(name)) {
            return FunctionLoader.class.getClassLoader().getResource(name);
        }
        return roots.stream()
                .map(root -> root.locate(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        if (isRuntimeResource(name)) {
            return FunctionLoader.class.getClassLoader().getResources(name);
        }
        return Collections.enumeration(roots.stream()
                .map(root -> root.locate(name))
                .filter(Objects::nonNull)
                .toList());
    }

    /** AWS's library reads data files of its own, for example time zones. */
    private static boolean isRuntimeResource(String name) {
        return name.startsWith(RUNTIME_RESOURCES);
    }

    /** Reads from our open jars; the JDK's way would open each jar a second time and keep it open. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        try {
            for (CodeRoot root : roots) {
                byte[] content = root.read(name);
                if (content != null) {
                    return new ByteArrayInputStream(content);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return super.getResourceAsStream(name);
    }

    @Override
    public void close() {
        roots.forEach(CodeRoot::close);
    }
}
