package dev.penstock.launcher.settings;

import dev.penstock.broker.DenialsV3;
import dev.penstock.broker.HandshakeSettings;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.broker.PolicyMode;
import dev.penstock.broker.Qos2;
import dev.penstock.broker.RateLimits;
import dev.penstock.broker.ShadowSettings;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Reads the section {@code broker} of a settings file:
 *
 * <pre>{@code
 * broker:
 *   tlsPort: 8883
 *   sessionExpirySeconds: 3600        # of a persistent session without a connection, up to 7 days
 *   minKeepAliveSeconds: 30           # shorter keep-alives are raised to this
 *   publishesPerSecond: 100           # of a connection; without it, and the next two, as many as come
 *   connectsPerSecond: 500            # of all clients
 *   connectsPerSecondOfClient: 1      # with one client id
 *   policies: certificates            # or enforce, warn, off: see PolicyMode
 *   denySubscribeV3: suback80         # or close: what MQTT 3.1.1 sees of a filter that is denied
 *   denyConnectV3: close              # or connack5
 *   qos2: close                       # or ignore, downgrade: see Qos2
 *   dataDir: ./penstock-data          # keeps the certificate authority over restarts
 *   endpoint: iot.local               # what DescribeEndpoint answers
 *   signingKeys: {AKIATEST: secret}   # SigV4 signatures of devices are checked with these
 *   requireServerName: false          # whether TLS clients must send SNI
 *   shadowBytes: 8192                 # of the state of a device shadow, up to 30720
 *   shadowDepth: 6                    # levels in desired or reported, up to 8
 *   mirror: {endpoint: ...}           # see MirrorReader
 * }</pre>
 */
final class BrokerOptionsReader {
    private static final List<String> KEYS = List.of(
            "tlsPort",
            "sessionExpirySeconds",
            "minKeepAliveSeconds",
            "publishesPerSecond",
            "connectsPerSecond",
            "connectsPerSecondOfClient",
            "policies",
            "denySubscribeV3",
            "denyConnectV3",
            "qos2",
            "dataDir",
            "endpoint",
            "signingKeys",
            "requireServerName",
            "shadowBytes",
            "shadowDepth",
            "mirror");

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
            return new BrokerOptions(
                    whole(section, "tlsPort"),
                    seconds(section, "sessionExpirySeconds", BrokerOptions.DEFAULT.sessionExpiry()),
                    seconds(section, "minKeepAliveSeconds", BrokerOptions.DEFAULT.minKeepAlive()),
                    rates(section),
                    denials(section),
                    choice(section, "qos2", Qos2.CLOSE),
                    identities(section),
                    handshake(section),
                    shadows(section),
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

    private HandshakeSettings handshake(YamlNode.Mapping section) {
        HandshakeSettings read = HandshakeSettings.LENIENT;
        Optional<YamlNode.Mapping> keys = nodes.mapping(section, "signingKeys");
        if (keys.isPresent()) {
            read = read.withSigningKeys(secrets(keys.get()));
        }
        Optional<String> name = nodes.text(section, "requireServerName");
        return name.isPresent() ? read.withServerName(flag("requireServerName", name.get())) : read;
    }

    private Map<String, String> secrets(YamlNode.Mapping keys) {
        if (keys.entries().isEmpty()) {
            throw new IllegalArgumentException("signingKeys must have at least one access key id with its secret key");
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        for (String id : keys.entries().keySet()) {
            nodes.text(keys, id).ifPresent(secret -> secrets.put(id, secret));
        }
        return secrets;
    }

    private static boolean flag(String what, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("%s '%s' must be true or false".formatted(what, text));
        };
    }

    private RateLimits rates(YamlNode.Mapping section) {
        return new RateLimits(
                whole(section, "publishesPerSecond"),
                whole(section, "connectsPerSecond"),
                whole(section, "connectsPerSecondOfClient"));
    }

    private ShadowSettings shadows(YamlNode.Mapping section) {
        return new ShadowSettings(
                whole(section, "shadowBytes").orElse(ShadowSettings.DEFAULT.maxBytes()),
                whole(section, "shadowDepth").orElse(ShadowSettings.DEFAULT.maxDepth()));
    }

    private OptionalInt whole(YamlNode.Mapping section, String key) {
        return nodes.number(section, key)
                .map(Math::toIntExact)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private DenialsV3 denials(YamlNode.Mapping section) {
        return new DenialsV3(
                choice(section, "denySubscribeV3", DenialsV3.DEFAULT.subscribe()),
                choice(section, "denyConnectV3", DenialsV3.DEFAULT.connect()));
    }

    /** One of the constants of an enum, in small letters. */
    private <E extends Enum<E>> E choice(YamlNode.Mapping section, String key, E otherwise) {
        Optional<String> text = nodes.text(section, key);
        if (text.isEmpty()) {
            return otherwise;
        }
        List<E> choices = List.of(otherwise.getDeclaringClass().getEnumConstants());
        return choices.stream()
                .filter(choice -> word(choice).equals(text.get()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s '%s' must be %s"
                        .formatted(
                                key,
                                text.get(),
                                choices.stream().map(BrokerOptionsReader::word).collect(Collectors.joining(" or ")))));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
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
