package dev.penstock.functions.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Variables that are lists of folders, such as {@code PATH}. */
final class SearchPath {
    private SearchPath() {}

    /** Puts the folders that exist before what the variable has. */
    static void prepend(Map<String, String> variables, String name, List<Path> folders) {
        List<String> all = new ArrayList<>(
                folders.stream().filter(Files::isDirectory).map(Path::toString).toList());
        String before = variables.getOrDefault(name, "");
        if (!before.isEmpty()) {
            all.add(before);
        }
        if (!all.isEmpty()) {
            variables.put(name, String.join(File.pathSeparator, all));
        }
    }

    /** A folder of each layer; on AWS later layers overwrite what earlier ones have in {@code /opt}. */
    static Stream<Path> inLayers(List<Path> layers, String folder) {
        List<Path> latestFirst = new ArrayList<>(layers);
        Collections.reverse(latestFirst);
        return latestFirst.stream().map(layer -> layer.resolve(folder));
    }

    /** The programs and libraries that any runtime finds. */
    static void ofAnyRuntime(Map<String, String> variables, Path taskRoot, List<Path> layers) {
        prepend(
                variables,
                "PATH",
                Stream.concat(Stream.of(taskRoot.resolve("bin")), inLayers(layers, "bin"))
                        .toList());
        prepend(
                variables,
                "LD_LIBRARY_PATH",
                Stream.concat(Stream.of(taskRoot.resolve("lib")), inLayers(layers, "lib"))
                        .toList());
    }
}
