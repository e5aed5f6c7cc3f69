package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A settings file cannot be used; the message is one line, with its place, for everything that is wrong with it. */
public final class SettingsException extends RuntimeException {
    SettingsException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
}
