package dev.penstock.launcher.template.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the place where the code of a function or layer should be: a jar or zip, a folder with what the function needs,
 * or a Maven or Gradle project, of which what was built is taken.
 *
 * @param property that names the place, for messages
 * @param uri as the property has it; empty when the code is in the template
 * @param runtime empty for a layer
 * @param layered whether the function has layers, which may hold its handler or {@code bootstrap}: the runtime says at the
 *     start when they do not
 */
record FunctionCode(String property, String uri, String runtime, String handler, boolean layered) {

    Found at(Path code) {
        try {
            return Files.isDirectory(code) ? folder(code) : file(code);
        } catch (IOException | UncheckedIOException failure) {
            return Found.problem("%s cannot be read: %s".formatted(name(), failure));
        }
    }

    private Found file(Path code) {
        if (!Files.exists(code)) {
            return Found.problem("%s: there is no file or folder %s%s".formatted(name(), code, buildHint(code)));
        }
        if (!code.toString().endsWith(".jar") && !code.toString().endsWith(".zip")) {
            return Found.problem("%s must be a folder, a .jar or a .zip".formatted(name()));
        }
        return Found.at(code);
    }

    private Found folder(Path folder) throws IOException {
        if (runtime.startsWith("java")) {
            return javaFolder(folder);
        }
        if (runtime.startsWith("python") && !handler.isBlank()) {
            return pythonFolder(folder);
        }
        if (runtime.startsWith("nodejs") && !handler.isBlank()) {
            return nodeFolder(folder);
        }
        if (runtime.startsWith("provided") && !layered && !Files.exists(folder.resolve("bootstrap"))) {
            return Found.problem("%s: there is no executable file 'bootstrap', which runtime %s starts; it has: %s"
                    .formatted(name(), runtime, files(folder, "")));
        }
        return Found.at(folder);
    }

    private Found javaFolder(Path folder) throws IOException {
        Optional<BuildProject> project = BuildProject.in(folder);
        if (project.isEmpty()) {
            return Found.at(folder).with(JavaDependencies.missing(folder));
        }
        Optional<Path> code = project.get().output(folder);
        if (code.isPresent()) {
            return Found.at(code.get()).with(JavaDependencies.missing(code.get()));
        }
        return Found.problem("%s is a project that is not built: there is no jar in %s; run '%s' there"
                .formatted(
                        name(),
                        folder.resolve(project.get().jars()),
                        project.get().command()));
    }

    private Found pythonFolder(Path folder) throws IOException {
        int dot = handler.lastIndexOf('.');
        if (dot < 1 || dot == handler.length() - 1) {
            return Found.problem("'Handler' %s must be module.function".formatted(handler));
        }
        String module = handler.substring(0, dot).replace('.', '/');
        if (layered
                || Files.exists(folder.resolve(module + ".py"))
                || Files.exists(folder.resolve(module).resolve("__init__.py"))) {
            return Found.at(folder).with(Dependencies.missingForPython(folder));
        }
        return Found.problem("'Handler' %s: there is no %s.py in %s; it has: %s"
                .formatted(handler, module, place(), files(folder, ".py")));
    }

    private Found nodeFolder(Path folder) throws IOException {
        int slash = handler.lastIndexOf('/');
        int dot = handler.indexOf('.', slash + 1);
        if (dot < slash + 2 || dot == handler.length() - 1) {
            return Found.problem("'Handler' %s must be module.export".formatted(handler));
        }
        String module = handler.substring(0, dot);
        if (layered) {
            return Found.at(folder).with(Dependencies.missingForNode(folder));
        }
        for (String ending : List.of("", ".js", ".mjs", ".cjs", "/index.js")) {
            if (Files.isRegularFile(folder.resolve(module + ending))) {
                return Found.at(folder).with(Dependencies.missingForNode(folder));
            }
        }
        String source = Files.exists(folder.resolve(module + ".ts"))
                ? "; %s.ts must be compiled first, for example with 'sam build'".formatted(module)
                : "";
        return Found.problem("'Handler' %s: there is no %s.js, .mjs or .cjs in %s; it has: %s%s"
                .formatted(handler, module, place(), files(folder, "js"), source));
    }

    private String name() {
        return uri.isEmpty() ? "'%s'".formatted(property) : "'%s' %s".formatted(property, uri);
    }

    private String place() {
        return uri.isEmpty() ? property : "%s %s".formatted(property, uri);
    }

    private static String files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
            return names.isEmpty() ? "no %s file".formatted(ending) : String.join(", ", names);
        }
    }

    /** How to build what is missing, when a project is above it. */
    private static String buildHint(Path missing) {
        for (Path folder = missing.getParent(); folder != null; folder = folder.getParent()) {
            Path place = folder;
            Optional<BuildProject> project = BuildProject.in(folder);
            if (project.isPresent()) {
                return project.map(found -> "; run '%s' in %s".formatted(found.command(), place))
                        .orElse("");
            }
        }
        return "; paths are relative to the template's folder";
    }

    /**
     * Either a path or what is wrong.
     *
     * @param hints what may be missing though the code is there
     */
    record Found(@Nullable Path path, @Nullable String problem, List<String> hints) {

        static Found at(Path path) {
            return new Found(path, null, List.of());
        }

        static Found problem(String text) {
            return new Found(null, text, List.of());
        }

        Found with(List<String> more) {
            return new Found(path, problem, more);
        }
    }
}
