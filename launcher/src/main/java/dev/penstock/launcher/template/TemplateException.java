package dev.penstock.launcher.template;

import dev.penstock.launcher.yaml.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A template cannot become a pipeline. Holds everything that is wrong with it; the message is one line for each. */
public final class TemplateException extends RuntimeException {
    private final transient List<Finding> findings;

    TemplateException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /** What is wrong, in order of place. */
    public List<Finding> findings() {
        return findings;
    }
}
