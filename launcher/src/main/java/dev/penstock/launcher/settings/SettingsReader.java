package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.launcher.yaml.YamlReader;
import dev.penstock.platform.aws.AwsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code penstock.yaml}:
 *
 * <pre>{@code
 * profile: local            # for all hops that can be switched: stream and store
 * stream: aws               # or: {profile: aws, endpoint: http://...}, or what StreamOptionsReader reads
 * store: {endpoint: http://127.0.0.1:8000}
 * region: eu-west-1
 * account: '123456789012'
 * port: 4566
 * mqttPort: 1883
 * rules: {objects: ./s3, secrets: {api-key: abc}, recordOnly: true}
 * functions: {maxConcurrency: 10, hotReload: true, java: fork}
 * analytics: {autoStart: false}
 * broker: {tlsPort: 8883, policies: enforce, dataDir: ./penstock-data}
 * endpoint: {strictAuth: true, tls: {certificate: local.pem, key: local.key}}
 * }</pre>
 */
public final class SettingsReader {
    private static final List<String> KEYS = List.of(
            "profile",
            "stream",
            "store",
            "region",
            "account",
            "host",
            "port",
            "mqttPort",
            "broker",
            "rules",
            "endpoint",
            "functions",
            "analytics");
    private static final List<String> STREAM_KEYS = Stream.concat(
                    Stream.of("profile", "endpoint"), StreamOptionsReader.KEYS.stream())
            .toList();
    private static final List<String> STORE_KEYS = List.of("profile", "endpoint");

    private final Findings errors = new Findings();
    private final SettingsNodes nodes = new SettingsNodes(errors);
    private final Path folder;
    private Settings settings;

    private SettingsReader(Path file, Settings base) {
        folder = file.toAbsolutePath().resolveSibling("");
        settings = base;
    }

    /**
     * Reads a file over given settings.
     *
     * @param base what holds where the file is silent
     * @throws SettingsException with everything that is wrong, each with its place
     */
    public static Settings read(Path file, Settings base) {
        SettingsReader reader = new SettingsReader(file, base);
        try {
            YamlReader.read(file.toString(), Files.readString(file), YamlReader.TagExpansion.NONE, reader.errors)
                    .ifPresent(reader::apply);
        } catch (IOException unreadable) {
            reader.errors.add(Position.of(file.toString()), "cannot be read: " + unreadable.getMessage());
        }
        if (!reader.errors.isEmpty()) {
            throw new SettingsException(reader.errors.sorted());
        }
        return reader.settings;
    }

    /** Switches every hop that can be switched; hops that cannot are local whatever the profile. */
    public static Settings withProfile(Settings settings, Profile profile) {
        Settings.Hop hop = new Settings.Hop(profile, null);
        return settings.withStream(hop).withStore(hop);
    }

    private void apply(YamlNode.Mapping root) {
        nodes.checkKeys("setting", root, KEYS);
        profile(root.get("profile")).ifPresent(profile -> settings = withProfile(settings, profile));
        hop("stream", root, STREAM_KEYS).ifPresent(hop -> settings = settings.withStream(hop));
        hop("store", root, STORE_KEYS).ifPresent(hop -> settings = settings.withStore(hop));
        if (root.get("stream") instanceof YamlNode.Mapping stream) {
            settings = settings.withStreams(new StreamOptionsReader(folder, errors, settings.streams()).read(stream));
        }
        nodes.text(root, "region")
                .ifPresent(region -> set(
                        root,
                        region,
                        (base, value) -> base.withIdentity(
                                new AwsIdentity(base.identity().account(), value))));
        nodes.text(root, "account")
                .ifPresent(account -> set(
                        root,
                        account,
                        (base, value) -> base.withIdentity(
                                new AwsIdentity(value, base.identity().region()))));
        nodes.text(root, "host").ifPresent(host -> settings = settings.withHost(host));
        nodes.number(root, "port")
                .ifPresent(port ->
                        set(root, port, (base, value) -> base.withPorts(Math.toIntExact(value), base.mqttPort())));
        nodes.number(root, "mqttPort")
                .ifPresent(
                        port -> set(root, port, (base, value) -> base.withPorts(base.port(), Math.toIntExact(value))));
        nodes.mapping(root, "endpoint")
                .ifPresent(section ->
                        settings = settings.withEndpoint(new EndpointOptionsReader(folder, errors).read(section)));
        if (root.get("rules") instanceof YamlNode.Mapping rules) {
            settings = settings.withRules(new RuleOptionsReader(folder, errors).read(rules));
        } else {
            refuseAws("rules", root.get("rules"));
        }
        if (root.get("functions") instanceof YamlNode.Mapping functions) {
            settings = settings.withFunctions(new LambdaOptionsReader(folder, errors).read(functions));
        } else {
            refuseAws("functions", root.get("functions"));
        }
        if (root.get("analytics") instanceof YamlNode.Mapping analytics) {
            settings = settings.withAnalytics(new AnalyticsOptionsReader(errors).read(analytics));
        } else {
            refuseAws("analytics", root.get("analytics"));
        }
        if (root.get("broker") instanceof YamlNode.Mapping broker) {
            settings = settings.withBroker(new BrokerOptionsReader(folder, errors).read(broker));
        } else {
            refuseAws("broker", root.get("broker"));
        }
    }

    private <T> void set(YamlNode where, T value, BiFunction<Settings, T, Settings> setter) {
        try {
            settings = setter.apply(settings, value);
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            errors.add(where.at(), String.valueOf(wrong.getMessage()));
        }
    }

    private Optional<Settings.Hop> hop(String name, YamlNode.Mapping root, List<String> keys) {
        YamlNode node = root.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof YamlNode.Mapping mapping) {
            nodes.checkKeys("setting of '%s'".formatted(name), mapping, keys);
            Profile profile = profile(mapping.get("profile")).orElse(Profile.LOCAL);
            URI endpoint = nodes.text(mapping, "endpoint")
                    .flatMap(text -> uri(mapping, text))
                    .orElse(null);
            if (name.equals("stream") && endpoint != null && profile == Profile.LOCAL) {
                errors.add(
                        mapping.at(), "'stream' with an endpoint needs 'profile: aws'; a local stream is in this JVM");
            }
            return Optional.of(new Settings.Hop(profile, endpoint));
        }
        return profile(node).map(profile -> new Settings.Hop(profile, null));
    }

    private void refuseAws(String hop, @Nullable YamlNode node) {
        if (node != null && !profile(node).equals(Optional.of(Profile.LOCAL))) {
            errors.add(
                    node.at(),
                    "'%s' can only be 'local' in this version; stream and store can be 'aws'".formatted(hop));
        }
    }

    private Optional<Profile> profile(@Nullable YamlNode node) {
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof YamlNode.Scalar scalar) {
            for (Profile profile : Profile.values()) {
                if (profile.name().toLowerCase(Locale.ROOT).equals(scalar.text())) {
                    return Optional.of(profile);
                }
            }
        }
        errors.add(node.at(), "a profile is 'local' or 'aws', was " + node.describe());
        return Optional.empty();
    }

    private Optional<URI> uri(YamlNode.Mapping mapping, String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException malformed) {
            // reported below, like an address without scheme or host
        }
        errors.add(mapping.at(), "'endpoint' must be a URL such as http://127.0.0.1:8000, was '%s'".formatted(text));
        return Optional.empty();
    }
}
