package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.List;

/**
 * Reads the section {@code analytics} of a settings file:
 *
 * <pre>{@code
 * analytics:
 *   autoStart: false                  # applications wait for StartApplication, as on AWS
 * }</pre>
 */
final class AnalyticsOptionsReader {
    private static final List<String> KEYS = List.of("autoStart");

    private final Findings errors;
    private final SettingsNodes nodes;

    AnalyticsOptionsReader(Findings errors) {
        this.errors = errors;
        this.nodes = new SettingsNodes(errors);
    }

    AnalyticsOptions read(YamlNode.Mapping section) {
        nodes.checkKeys("setting of 'analytics'", section, KEYS);
        String text = nodes.text(section, "autoStart").orElse("true");
        if (!text.equals("true") && !text.equals("false")) {
            errors.add(section.at(), "'autoStart' must be true or false, was '%s'".formatted(text));
        }
        return new AnalyticsOptions(!text.equals("false"));
    }
}
