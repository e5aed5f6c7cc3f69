package dev.penstock.launcher.template.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the code that {@code CodeUri} names: a jar or zip, a folder with what the function needs, or a Maven or Gradle
 * project, of which the built jar is taken.
 */
final class FunctionCode {
    private static final Pattern NOT_THE_JAR = Pattern.compile("original-.*|.*-(sources|javadoc|tests)\\.jar");

    private FunctionCode() {}

    /** Looks at {@code uri}, relative to the template's folder. */
    static Found find(Path folder, String uri, String runtime, String handler) {
        if (uri.startsWith("s3://") || uri.startsWith("https://")) {
            return Found.problem("'CodeUri' %s is not on this machine; name a local folder, jar or zip".formatted(uri));
        }
        try {
            return local(folder.resolve(uri).normalize(), uri, runtime, handler);
        } catch (InvalidPathException malformed) {
            return Found.problem("'CodeUri' %s is not a path: %s".formatted(uri, malformed.getReason()));
        } catch (IOException | UncheckedIOException failure) {
            return Found.problem("'CodeUri' %s cannot be read: %s".formatted(uri, failure));
        }
    }

    private static Found local(Path code, String uri, String runtime, String handler) throws IOException {
        if (Files.isDirectory(code)) {
            return runtime.startsWith("java") ? javaFolder(code, uri) : pythonFolder(code, uri, runtime, handler);
        }
        if (!Files.exists(code)) {
            return Found.problem("'CodeUri' %s: there is no file or folder %s%s".formatted(uri, code, buildHint(code)));
        }
        if (!code.toString().endsWith(".jar") && !code.toString().endsWith(".zip")) {
            return Found.problem("'CodeUri' %s must be a folder, a .jar or a .zip".formatted(uri));
        }
        return Found.at(code);
    }

    private static Found javaFolder(Path folder, String uri) throws IOException {
        Optional<Project> project = Project.in(folder);
        if (project.isEmpty()) {
            return Found.at(folder);
        }
        Path built = folder.resolve(project.get().output());
        Optional<Path> jar = largestJar(built);
        if (jar.isPresent()) {
            return Found.at(jar.get());
        }
        return Found.problem("'CodeUri' %s is a project that is not built: there is no jar in %s; run '%s' there"
                .formatted(uri, built, project.get().command()));
    }

    /** A jar with its dependencies inside is larger than the one without. */
    private static Optional<Path> largestJar(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !NOT_THE_JAR
                            .matcher(String.valueOf(file.getFileName()))
                            .matches())
                    .max(Comparator.<Path>comparingLong(file -> file.toFile().length())
                            .thenComparing(Comparator.naturalOrder()));
        }
    }

    private static Found pythonFolder(Path folder, String uri, String runtime, String handler) throws IOException {
        int dot = handler.lastIndexOf('.');
        if (!runtime.startsWith("python") || handler.isBlank()) {
            return Found.at(folder);
        }
        if (dot < 1 || dot == handler.length() - 1) {
            return Found.problem("'Handler' %s must be module.function".formatted(handler));
        }
        String module = handler.substring(0, dot).replace('.', '/');
        if (Files.exists(folder.resolve(module + ".py"))
                || Files.exists(folder.resolve(module).resolve("__init__.py"))) {
            return Found.at(folder);
        }
        return Found.problem("'Handler' %s: there is no %s.py in CodeUri %s; it has: %s"
                .formatted(handler, module, uri, pythonFiles(folder)));
    }

    private static String pythonFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".py"))
                    .sorted()
                    .toList();
            return names.isEmpty() ? "no .py file" : String.join(", ", names);
        }
    }

    /** How to build what is missing, when a project is above it. */
    private static String buildHint(Path missing) {
        for (Path folder = missing.getParent(); folder != null; folder = folder.getParent()) {
            Path place = folder;
            Optional<Project> project = Project.in(folder);
            if (project.isPresent()) {
                return project.map(found -> "; run '%s' in %s".formatted(found.command(), place))
                        .orElse("");
            }
        }
        return "; paths are relative to the template's folder";
    }

    /**
     * How a kind of project is built.
     *
     * @param output folder of its jars
     */
    private record Project(String output, String command) {

        static Optional<Project> in(Path folder) {
            if (Files.exists(folder.resolve("pom.xml"))) {
                return Optional.of(new Project("target", "mvn package"));
            }
            boolean gradle =
                    Files.exists(folder.resolve("build.gradle")) || Files.exists(folder.resolve("build.gradle.kts"));
            return gradle ? Optional.of(new Project("build/libs", "gradle build")) : Optional.empty();
        }
    }

    /** Either a path or what is wrong. */
    record Found(@Nullable Path path, @Nullable String problem) {

        static Found at(Path path) {
            return new Found(path, null);
        }

        static Found problem(String text) {
            return new Found(null, text);
        }
    }
}
