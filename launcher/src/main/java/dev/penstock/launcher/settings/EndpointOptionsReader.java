package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section {@code endpoint} of a settings file:
 *
 * <pre>{@code
 * endpoint:
 *   strictAuth: true                  # unsigned requests are refused
 *   tls: {certificate: local.pem, key: local.key}
 *   maxConnections: 4096
 *   maxBodyBytes: 268435456           # of all requests that are being read
 * }</pre>
 */
final class EndpointOptionsReader {
    private static final List<String> KEYS = List.of("strictAuth", "tls", "maxConnections", "maxBodyBytes");
    private static final List<String> TLS_KEYS = List.of("certificate", "key");

    private final Path folder;
    private final Findings errors;
    private final SettingsNodes nodes;

    /** @param folder that paths are relative to */
    EndpointOptionsReader(Path folder, Findings errors) {
        this.folder = folder;
        this.errors = errors;
        this.nodes = new SettingsNodes(errors);
    }

    EndpointOptions read(YamlNode.Mapping section) {
        nodes.checkKeys("setting of 'endpoint'", section, KEYS);
        Optional<YamlNode.Mapping> tls = nodes.mapping(section, "tls");
        tls.ifPresent(files -> nodes.checkKeys("setting of 'endpoint.tls'", files, TLS_KEYS));
        try {
            return new EndpointOptions(
                    flag(section, "strictAuth"),
                    file(tls, "certificate"),
                    file(tls, "key"),
                    Math.toIntExact(nodes.number(section, "maxConnections").orElse(0L)),
                    nodes.number(section, "maxBodyBytes").orElse(0L));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            errors.add(section.at(), "'endpoint': " + wrong.getMessage());
            return EndpointOptions.NONE;
        }
    }

    private boolean flag(YamlNode.Mapping section, String key) {
        String text = nodes.text(section, key).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            errors.add(section.at(), "'%s' must be true or false, was '%s'".formatted(key, text));
        }
        return text.equals("true");
    }

    private @Nullable Path file(Optional<YamlNode.Mapping> tls, String key) {
        return tls.flatMap(files -> nodes.text(files, key)).map(folder::resolve).orElse(null);
    }
}
