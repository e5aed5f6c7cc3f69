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
import java.sql.Driver;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Defines the user's classes of one environment, rewritten by {@link SystemCallRewriter}. Its parent shows little, see
 * {@link ApiLoader}, so nearly every class is the user's own copy.
 */
final class FunctionLoader extends ClassLoader implements AutoCloseable {
    private static final int MAJOR_VERSION_AT = 6;
    private static final int JAVA_1_0_MAJOR = 44;

    static {
        registerAsParallelCapable();
    }

    private final List<CodeRoot> roots;
    private volatile boolean drivers;

    private FunctionLoader(List<CodeRoot> roots, LibraryLoader libraries) {
        super(new ApiLoader(libraries));
        this.roots = roots;
    }

    /** @throws IOException when a folder or jar cannot be read */
    static FunctionLoader open(Path taskRoot, List<Path> layers, LibraryLoader libraries) throws IOException {
        return new FunctionLoader(CodeRoot.of(taskRoot, layers), libraries);
    }

    /** Where the guest classes are. */
    ClassLoader api() {
        return getParent();
    }

    /** Whether a JDBC driver was loaded. */
    boolean hasDrivers() {
        return drivers;
    }

    /** Defines one of our classes among the user's. */
    Class<?> defineGuest(String name) throws ClassNotFoundException {
        byte[] classFile = LibraryLoader.read(name);
        return defineClass(name, classFile, 0, classFile.length);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        try {
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

    private Class<?> defineUserClass(String name, byte[] classFile, CodeRoot root) throws IOException {
        checkVersion(name, classFile);
        definePackageOf(name, root);
        byte[] rewritten = SystemCallRewriter.rewrite(classFile);
        CodeSource source = new CodeSource(root.location(), (Certificate[]) null);
        Class<?> defined =
                defineClass(name, rewritten, 0, rewritten.length, new ProtectionDomain(source, null, this, null));
        if (Driver.class.isAssignableFrom(defined)) {
            drivers = true;
        }
        return defined;
    }

    /** The JVM would refuse it too, without saying what to do. */
    private static void checkVersion(String name, byte[] classFile) {
        if (classFile.length < MAJOR_VERSION_AT + Short.BYTES) {
            return;
        }
        int major = ((classFile[MAJOR_VERSION_AT] & 0xFF) << Byte.SIZE) | (classFile[MAJOR_VERSION_AT + 1] & 0xFF);
        int needed = major - JAVA_1_0_MAJOR;
        int have = Runtime.version().feature();
        if (needed > have) {
            throw new UnsupportedClassVersionError(
                    ("%s has been compiled for Java %d (class file version %d.0), and Penstock's own JVM, in which Java"
                                    + " functions run, is Java %d: start Penstock with Java %d or newer, let the function run"
                                    + " in fork mode with such a Java, or compile it for Java %d")
                            .formatted(name, needed, major, have, needed, have));
        }
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
        return roots.stream()
                .map(root -> root.locate(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return Collections.enumeration(roots.stream()
                .map(root -> root.locate(name))
                .filter(Objects::nonNull)
                .toList());
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
