package dev.penstock.launcher.settings;

import dev.penstock.broker.IdentitySettings;
import dev.penstock.broker.PolicyMode;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the section {@code broker} of a settings file:
 *
 * <pre>{@code
 * broker:
 *   tlsPort: 8883
 *   sessionExpirySeconds: 3600        # of a persistent session without a connection, up to 7 days
 *   minKeepAliveSeconds: 30           # shorter keep-alives are raised to this
 *   policies: certificates            # or enforce, warn, off: see PolicyMode
 *   dataDir: ./penstock-data          # keeps the certificate authority over restarts
 *   endpoint: iot.local               # what DescribeEndpoint answers
 *   mirror: {endpoint: ...}           # see MirrorReader
 * }</pre>
 */
final class BrokerOptionsReader {
    private static final List<String> KEYS = List.of(
            "tlsPort", "sessionExpirySeconds", "minKeepAliveSeconds", "policies", "dataDir", "endpoint", "mirror");

    private final Path folder;
    private final Findings errors;
    private final SettingsNodes nodes;

    BrokerOptionsReader(Path folder, Findings errors) {
        this.folder = folder;
        this.errors = errors;
        this.nodes = new SettingsNodes(errors);
    }

    BrokerOptions read(YamlNode.Mapping section) {
        nodes.checkKeys("setting of 'broker'", section, KEYS);
        try {
            Optional<Integer> tlsPort = nodes.number(section, "tlsPort").map(Math::toIntExact);
            return new BrokerOptions(
                    tlsPort.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    seconds(section, "sessionExpirySeconds", BrokerOptions.DEFAULT.sessionExpiry()),
                    seconds(section, "minKeepAliveSeconds", BrokerOptions.DEFAULT.minKeepAlive()),
                    identities(section),
                    nodes.mapping(section, "mirror")
                            .map(new MirrorReader(folder, errors)::read)
                            .orElse(null));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            errors.add(section.at(), "'broker': " + wrong.getMessage());
            return BrokerOptions.DEFAULT;
        }
    }

    private IdentitySettings identities(YamlNode.Mapping section) {
        IdentitySettings read = IdentitySettings.DEFAULT;
        Optional<String> policies = nodes.text(section, "policies");
        if (policies.isPresent()) {
            read = read.withPolicies(mode(policies.get()));
        }
        Optional<String> data = nodes.text(section, "dataDir");
        if (data.isPresent()) {
            read = read.withDataFolder(folder.resolve(data.get()));
        }
        Optional<String> endpoint = nodes.text(section, "endpoint");
        return endpoint.isPresent() ? read.withEndpointHost(endpoint.get()) : read;
    }

    private static PolicyMode mode(String text) {
        return switch (text) {
            case "certificates" -> PolicyMode.CERTIFICATES;
            case "enforce" -> PolicyMode.ENFORCE;
            case "warn" -> PolicyMode.WARN;
            case "off", "false" -> PolicyMode.OFF;
            default ->
                throw new IllegalArgumentException(
                        "policies '%s' must be certificates, enforce, warn or off".formatted(text));
        };
    }

    private Duration seconds(YamlNode.Mapping section, String key, Duration otherwise) {
        return nodes.number(section, key).map(Duration::ofSeconds).orElse(otherwise);
    }
}
