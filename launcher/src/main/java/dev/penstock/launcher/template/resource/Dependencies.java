package dev.penstock.launcher.template.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether what code declares to need was installed where the interpreter will look. */
final class Dependencies {
    private static final Pattern REQUIREMENT = Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9._-]*).*");
    private static final List<String> VIRTUAL_ENVIRONMENTS = List.of(".venv", "venv");

    private Dependencies() {}

    /** A hint when a package of {@code requirements.txt} is neither beside the code nor in a virtual environment. */
    static List<String> missingForPython(Path folder) throws IOException {
        Path requirements = folder.resolve("requirements.txt");
        if (!Files.isRegularFile(requirements) || hasVirtualEnvironment(folder)) {
            return List.of();
        }
        List<String> missing = new ArrayList<>();
        List<String> there = installed(folder);
        for (String line : Files.readAllLines(requirements)) {
            Matcher matcher = REQUIREMENT.matcher(line);
            if (matcher.matches() && !there.contains(normal(matcher.group(1)))) {
                missing.add(matcher.group(1));
            }
        }
        return missing.isEmpty()
                ? List.of()
                : List.of(
                        "requirements.txt names %s, not found beside the code nor in a virtual environment; if the import fails, run 'sam build', or 'pip install -r requirements.txt -t %s'"
                                .formatted(String.join(", ", missing), folder));
    }

    /** A hint when {@code package.json} names packages and there is no {@code node_modules}. */
    static List<String> missingForNode(Path folder) throws IOException {
        Path manifest = folder.resolve("package.json");
        if (!Files.isRegularFile(manifest)) {
            return List.of();
        }
        for (Path place = folder; place != null; place = place.getParent()) {
            if (Files.isDirectory(place.resolve("node_modules"))) {
                return List.of();
            }
        }
        JsonNode dependencies = read(manifest).path("dependencies");
        if (dependencies.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        dependencies.fieldNames().forEachRemaining(names::add);
        return List.of("package.json names %s and there is no node_modules; run 'npm install' in %s"
                .formatted(String.join(", ", names), folder));
    }

    private static JsonNode read(Path manifest) {
        try {
            return Json.MAPPER.readTree(manifest.toFile());
        } catch (IOException malformed) {
            // Node says it when it loads the code
            return Json.MAPPER.createObjectNode();
        }
    }

    private static boolean hasVirtualEnvironment(Path folder) {
        for (Path place = folder; place != null; place = place.getParent()) {
            Path at = place;
            if (VIRTUAL_ENVIRONMENTS.stream().anyMatch(name -> Files.isDirectory(at.resolve(name)))) {
                return true;
            }
        }
        return System.getenv("VIRTUAL_ENV") != null;
    }

    /** Names of packages in the folder, by their metadata. */
    private static List<String> installed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .map(name -> normal(name.replaceFirst("-[^-]*\\.(dist|egg)-info$", "")))
                    .toList();
        }
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }
}
