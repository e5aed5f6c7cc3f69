package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.ExternalServices.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the section {@code rules} of a settings file:
 *
 * <pre>{@code
 * rules:
 *   objects: ./s3                     # folder <bucket>/<key> that stands for S3
 *   secrets:
 *     api-key: abc                    # SecretString
 *     login: {file: login.json}       # SecretString from a file
 *     key: {binaryFile: key.der}      # SecretBinary
 * }</pre>
 *
 * and what {@link ActionOptionsReader} reads.
 */
final class RuleOptionsReader {
    private static final List<String> KEYS = Stream.concat(
                    Stream.of("objects", "secrets"), ActionOptionsReader.KEYS.stream())
            .toList();
    private static final List<String> SECRET_KEYS = List.of("file", "binaryFile");
    private static final int MAX_SECRET_BYTES = 65_536;

    private final Path folder;
    private final Findings errors;
    private final SettingsNodes nodes;

    /** @param folder what relative paths are relative to */
    RuleOptionsReader(Path folder, Findings errors) {
        this.folder = folder;
        this.errors = errors;
        nodes = new SettingsNodes(errors);
    }

    RuleOptions read(YamlNode.Mapping rules) {
        nodes.checkKeys("setting of 'rules'", rules, KEYS);
        Path objects =
                nodes.text(rules, "objects").map(text -> objects(rules, text)).orElse(null);
        Map<String, Secret> secrets = new LinkedHashMap<>();
        nodes.mapping(rules, "secrets")
                .ifPresent(all -> all.entries()
                        .forEach((name, entry) ->
                                secret(name, all, entry.value()).ifPresent(secret -> secrets.put(name, secret))));
        return new RuleOptions(objects, secrets, new ActionOptionsReader(folder, errors).read(rules));
    }

    private Path objects(YamlNode.Mapping rules, String text) {
        Path objects = folder.resolve(text);
        if (!Files.isDirectory(objects)) {
            errors.add(rules.at(), "'objects' must be a folder; there is none at %s".formatted(objects));
        }
        return objects;
    }

    private Optional<Secret> secret(String name, YamlNode.Mapping secrets, YamlNode value) {
        if (!(value instanceof YamlNode.Mapping source)) {
            return nodes.text(secrets, name).map(text -> new Secret(text, null));
        }
        nodes.checkKeys("setting of secret '%s'".formatted(name), source, SECRET_KEYS);
        Optional<String> file = nodes.text(source, "file");
        Optional<String> binary = nodes.text(source, "binaryFile");
        if (file.isPresent() == binary.isPresent()) {
            errors.add(source.at(), "secret '%s' must be a text, or have one of %s".formatted(name, SECRET_KEYS));
            return Optional.empty();
        }
        return file.isPresent()
                ? content(name, source, file.get()).map(bytes -> new Secret(bytes.utf8(), null))
                : content(name, source, binary.orElseThrow()).map(bytes -> new Secret(null, bytes));
    }

    private Optional<Bytes> content(String name, YamlNode.Mapping source, String file) {
        Path path = folder.resolve(file);
        try {
            if (Files.size(path) <= MAX_SECRET_BYTES) {
                return Optional.of(Bytes.wrap(Files.readAllBytes(path)));
            }
            errors.add(
                    source.at(),
                    "secret '%s': %s is larger than the %d bytes of a secret".formatted(name, path, MAX_SECRET_BYTES));
        } catch (IOException unreadable) {
            errors.add(source.at(), "secret '%s': %s cannot be read".formatted(name, path));
        }
        return Optional.empty();
    }
}
