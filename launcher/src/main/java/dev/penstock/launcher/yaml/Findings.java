package dev.penstock.launcher.yaml;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings, each once, so that all of them can be shown together. */
public final class Findings {
    private final Set<Finding> found = new LinkedHashSet<>();

    public void add(Position at, String text) {
        found.add(new Finding(at, text));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All of them, in order of their place. */
    public List<Finding> sorted() {
        return found.stream().sorted(Comparator.comparing(Finding::at)).toList();
    }
}
