package dev.penstock.functions.runtime;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The code of a function as a folder. A folder is used where it is; a jar or zip is unpacked into a temporary one, as AWS
 * does, and deleted when the last of its owners closes it.
 */
public final class CodeFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CodeFolder.class);

    private static final String BOOTSTRAP = "bootstrap";

    private final Path root;
    private final boolean temporary;
    private final AtomicInteger owners = new AtomicInteger(1);

    private CodeFolder(Path root, boolean temporary) {
        this.root = root;
        this.temporary = temporary;
    }

    /** @throws StartException when the code is missing or neither folder nor archive */
    public static CodeFolder of(FunctionSpec function) {
        Path code = function.code().toAbsolutePath().normalize();
        if (Files.isDirectory(code)) {
            return new CodeFolder(code, false);
        }
        if (!Files.isRegularFile(code)) {
            throw new StartException("function '%s': its code %s does not exist; build it first or correct CodeUri"
                    .formatted(function.name(), function.code()));
        }
        String file = code.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!file.endsWith(".jar") && !file.endsWith(".zip")) {
            throw new StartException("function '%s': its code %s must be a folder, a .jar or a .zip"
                    .formatted(function.name(), function.code()));
        }
        return unpack(function, code);
    }

    /** The content of a layer, which is a folder or a zip. */
    public static CodeFolder ofLayer(FunctionSpec function, Path layer) {
        if (Files.isDirectory(layer)) {
            return new CodeFolder(layer.toAbsolutePath().normalize(), false);
        }
        if (!Files.isRegularFile(layer)) {
            throw new StartException("function '%s': its layer %s does not exist; it must be a folder or a zip"
                    .formatted(function.name(), layer));
        }
        return unpack(function, layer);
    }

    /** The same code as it is now, whatever happens to the folder later; has an owner of its own. */
    public CodeFolder frozen(FunctionSpec function) {
        if (temporary) {
            owners.incrementAndGet();
            return this;
        }
        try {
            Path target = Files.createTempDirectory("penstock-" + function.name() + "-");
            CodeFolder copy = new CodeFolder(target, true);
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path from : (Iterable<Path>) tree::iterator) {
                    Path to = target.resolve(root.relativize(from).toString());
                    if (!to.equals(target)) {
                        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            } catch (IOException failure) {
                copy.close();
                throw failure;
            }
            return copy;
        } catch (IOException failure) {
            throw new StartException(
                    "function '%s': cannot copy %s: %s".formatted(function.name(), root, failure.getMessage()),
                    failure);
        }
    }

    private static CodeFolder unpack(FunctionSpec function, Path archive) {
        try {
            Path target = Files.createTempDirectory("penstock-" + function.name() + "-");
            CodeFolder folder = new CodeFolder(target, true);
            try (ZipFile zip = new ZipFile(archive.toFile())) {
                for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                    unpack(zip, all.nextElement(), target);
                }
                makeExecutable(target.resolve(BOOTSTRAP));
            } catch (IOException failure) {
                folder.close();
                throw failure;
            }
            return folder;
        } catch (IOException failure) {
            throw new StartException(
                    "function '%s': cannot unpack %s: %s".formatted(function.name(), archive, failure.getMessage()),
                    failure);
        }
    }

    /** The modes of files are lost in unpacking. */
    private static void makeExecutable(Path bootstrap) throws IOException {
        if (Files.isRegularFile(bootstrap) && !bootstrap.toFile().setExecutable(true)) {
            throw new IOException("cannot make %s executable".formatted(bootstrap));
        }
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("entry '%s' points outside the archive".formatted(entry.getName()));
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, file);
        }
    }

    /** Where the code is: the task root. */
    public Path root() {
        return root;
    }

    @Override
    public void close() {
        if (owners.decrementAndGet() == 0 && temporary) {
            deleteTree(root);
        }
    }

    /** Deletes a temporary file or folder that may be gone already; what cannot be deleted is logged. */
    public static void deleteTree(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            log.debug("{} is gone already", folder, gone);
        } catch (IOException failure) {
            log.warn("temporary folder {} could not be deleted; please delete it", folder, failure);
        }
    }
}
