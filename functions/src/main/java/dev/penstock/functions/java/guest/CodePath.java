package dev.penstock.functions.java.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where the classes of a function are. Source: Lambda Developer Guide, "Java deployment package"; observed order. */
public final class CodePath {

    private CodePath() {}

    /**
     * The class path in the order of AWS: the task root, its {@code lib/*.jar} by name, and {@code java/lib/*.jar} of all
     * layers by name, where a file of a later layer hides one of the same name.
     *
     * @param layers folders with the content of layers, in order
     */
    public static List<Path> of(Path taskRoot, List<Path> layers) throws IOException {
        List<Path> all = new ArrayList<>();
        all.add(taskRoot);
        all.addAll(jarsOf(taskRoot.resolve("lib")).values());
        Map<String, Path> shared = new TreeMap<>();
        for (Path layer : layers) {
            shared.putAll(jarsOf(layer.resolve("java").resolve("lib")));
        }
        all.addAll(shared.values());
        return all;
    }

    private static Map<String, Path> jarsOf(Path folder) throws IOException {
        Map<String, Path> jars = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(jar -> jars.put(nameOf(jar), jar));
            }
        }
        return jars;
    }

    private static String nameOf(Path jar) {
        return String.valueOf(jar.getFileName());
    }
}
