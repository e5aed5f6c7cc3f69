package dev.penstock.testkit;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Finds the files that {@link Penstock#value} and {@link Penstock#config} name. */
final class TemplateFile {
    private TemplateFile() {}

    /** Its absolute path; the code that it names lies relative to it. */
    static Path find(String name, Class<?> testClass) {
        List<Path> folders = folders(testClass);
        return folders.stream()
                .map(folder -> folder.resolve(name).normalize())
                .filter(Files::isRegularFile)
                .findFirst()
                .or(() -> onClassPath(name, testClass))
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "@Penstock(\"%s\") on %s: there is no such file on the test class path or relative to any of %s"
                                .formatted(name, testClass.getName(), folders)));
    }

    /** The working directory, then the folder of the test's classes and those above it. */
    private static List<Path> folders(Class<?> testClass) {
        List<Path> folders = new ArrayList<>(List.of(Path.of("").toAbsolutePath()));
        CodeSource source = testClass.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            path(source.getLocation()).ifPresent(classes -> {
                for (Path above = classes.getParent(); above != null; above = above.getParent()) {
                    folders.add(above);
                }
            });
        }
        return folders;
    }

    private static Optional<Path> onClassPath(String name, Class<?> testClass) {
        URL resource = testClass.getClassLoader().getResource(name);
        if (resource == null) {
            return Optional.empty();
        }
        return Optional.of(path(resource)
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "@Penstock(\"%s\") on %s: %s lies inside an archive, where the code that a template names cannot be found; unpack it"
                                .formatted(name, testClass.getName(), resource))));
    }

    /** The file of a URL, unless it lies inside an archive. */
    private static Optional<Path> path(URL url) {
        try {
            URI uri = url.toURI();
            return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
        } catch (URISyntaxException unnameable) {
            return Optional.empty();
        }
    }
}
