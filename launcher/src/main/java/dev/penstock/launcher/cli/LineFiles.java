package dev.penstock.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the files of JSON lines that a command line names. */
final class LineFiles {
    private static final String ENDING = ".jsonl";

    private final List<String> problems = new ArrayList<>();
    /** By real path, so that a file named twice, or in a folder that is named too, is used once. */
    private final Map<Path, Path> found = new LinkedHashMap<>();

    private LineFiles() {}

    /**
     * The files in the order they are named. A folder stands for all {@code *.jsonl} in it and below, sorted by path.
     *
     * @throws UserException with everything that is wrong with any of them
     */
    static List<Path> find(List<Path> named) {
        LineFiles files = new LineFiles();
        named.forEach(files::add);
        if (!files.problems.isEmpty()) {
            throw new UserException(String.join("\n", files.problems));
        }
        return List.copyOf(files.found.values());
    }

    private void add(Path named) {
        if (Files.isDirectory(named)) {
            addFolder(named);
        } else if (Files.isReadable(named)) {
            addFile(named);
        } else {
            problems.add(named + (Files.exists(named) ? ": the file cannot be read" : ": there is no such file"));
        }
    }

    private void addFolder(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            List<Path> files = below.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
            files.forEach(this::addFile);
            if (files.isEmpty()) {
                problems.add(folder + ": there is no *.jsonl in this folder or below");
            }
        } catch (IOException unreadable) {
            problems.add("%s: the folder cannot be read: %s".formatted(folder, unreadable.getMessage()));
        }
    }

    private void addFile(Path file) {
        try {
            found.putIfAbsent(file.toRealPath(), file);
        } catch (IOException unreadable) {
            problems.add("%s: the file cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }
}
