package dev.penstock.launcher.ruletest;

import dev.penstock.launcher.yaml.Finding;
import dev.penstock.launcher.yaml.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the files of rule tests that a command line names. */
public final class CaseFiles {
    private static final String LINES = ".jsonl";
    private static final List<String> SAMPLES = List.of(".rule.yaml", ".rule.yml");

    private final Findings findings = new Findings();
    private final List<String> problems = new ArrayList<>();
    /** By real path, so that a file named twice, or in a folder that is named too, runs once. */
    private final Map<Path, CaseFile> found = new LinkedHashMap<>();

    private CaseFiles() {}

    /**
     * The files in the order they are named. A folder stands for all {@code *.jsonl} and {@code *.rule.yaml} in it and
     * below, sorted by path; a file that is named may be called anything: YAML when its name ends so, else JSON lines.
     *
     * @throws UnusableFilesException with everything that is wrong with any of them
     */
    public static List<CaseFile> find(List<Path> named) {
        CaseFiles files = new CaseFiles();
        named.forEach(files::add);
        files.findings.sorted().stream().map(Finding::toString).forEach(files.problems::add);
        if (!files.problems.isEmpty()) {
            throw new UnusableFilesException(files.problems);
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
                    .filter(file -> file.toString().endsWith(LINES) || isSamples(file))
                    .sorted()
                    .toList();
            files.forEach(this::addFile);
            if (files.isEmpty()) {
                problems.add(folder + ": there is no *.jsonl and no *.rule.yaml in this folder or below");
            }
        } catch (IOException unreadable) {
            problems.add("%s: the folder cannot be read: %s".formatted(folder, unreadable.getMessage()));
        }
    }

    private void addFile(Path file) {
        try {
            Path real = file.toRealPath();
            if (!found.containsKey(real)) {
                found.put(
                        real,
                        isYaml(file)
                                ? new CaseFile.Samples(file, RuleFile.read(file, findings))
                                : new CaseFile.Lines(file));
            }
        } catch (IOException unreadable) {
            problems.add("%s: the file cannot be read: %s".formatted(file, unreadable.getMessage()));
        }
    }

    private static boolean isSamples(Path file) {
        return SAMPLES.stream().anyMatch(ending -> file.toString().endsWith(ending));
    }

    private static boolean isYaml(Path file) {
        return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
    }
}
