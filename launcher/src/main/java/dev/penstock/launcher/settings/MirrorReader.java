package dev.penstock.launcher.settings;

import dev.penstock.broker.MirrorSettings;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section {@code mirror} of {@code broker}:
 *
 * <pre>{@code
 * mirror:
 *   endpoint: abc-ats.iot.us-east-1.amazonaws.com
 *   port: 8883
 *   clientId: penstock-anna
 *   certificate: mirror.pem
 *   key: mirror.key
 *   ca: root.pem             # usually those that Java trusts
 *   topics: ['plant/#']
 * }</pre>
 */
final class MirrorReader {
    private static final List<String> KEYS =
            List.of("endpoint", "port", "clientId", "certificate", "key", "ca", "topics");
    private static final int HIGHEST_PORT = 65_535;

    private final Path folder;
    private final Findings errors;
    private final SettingsNodes nodes;

    MirrorReader(Path folder, Findings errors) {
        this.folder = folder;
        this.errors = errors;
        this.nodes = new SettingsNodes(errors);
    }

    /** Null when something is wrong with it, which is reported. */
    @Nullable
    MirrorSettings read(YamlNode.Mapping section) {
        nodes.checkKeys("setting of 'mirror'", section, KEYS);
        Optional<String> endpoint = needed(section, "endpoint");
        Optional<String> clientId = needed(section, "clientId");
        Optional<String> certificate = needed(section, "certificate");
        Optional<String> key = needed(section, "key");
        List<String> topics = topics(section);
        long port = nodes.number(section, "port").orElse((long) MirrorSettings.USUAL_PORT);
        if (port < 1 || port > HIGHEST_PORT) {
            errors.add(section.at(), "'port' %d must be 1 to %d".formatted(port, HIGHEST_PORT));
            return null;
        }
        if (endpoint.isEmpty() || clientId.isEmpty() || certificate.isEmpty() || key.isEmpty() || topics.isEmpty()) {
            return null;
        }
        return new MirrorSettings(
                endpoint.get(),
                (int) port,
                clientId.get(),
                folder.resolve(certificate.get()),
                folder.resolve(key.get()),
                nodes.text(section, "ca").map(folder::resolve).orElse(null),
                topics);
    }

    private Optional<String> needed(YamlNode.Mapping section, String key) {
        Optional<String> text = nodes.text(section, key).filter(given -> !given.isBlank());
        if (text.isEmpty()) {
            errors.add(section.at(), "'mirror' needs '%s'".formatted(key));
        }
        return text;
    }

    private List<String> topics(YamlNode.Mapping section) {
        List<String> filters = new ArrayList<>();
        YamlNode node = section.get("topics");
        if (node instanceof YamlNode.Sequence list) {
            for (YamlNode item : list.items()) {
                if (item instanceof YamlNode.Scalar scalar && scalar.kind() != YamlNode.Kind.NULL) {
                    filters.add(scalar.text());
                }
            }
        }
        if (filters.isEmpty()) {
            errors.add(section.at(), "'mirror' needs 'topics', a list of topic filters, for example ['plant/#']");
        }
        return filters;
    }
}
