package dev.penstock.launcher.settings;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.platform.data.DurationText;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamPersistence.Fsync;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads where streams are kept across restarts:
 *
 * <pre>{@code
 * stream:
 *   persistence: ./streams            # or:
 *   persistence: {directory: ./streams, fsync: always, maxBytes: 4294967296}    # fsync: always, never or 100ms
 * }</pre>
 */
final class PersistenceReader {
    static final String KEY = "persistence";

    private static final List<String> KEYS = List.of("directory", "fsync", "maxBytes");

    private final Path folder;
    private final Findings errors;
    private final SettingsNodes nodes;

    /** @param folder what relative paths are relative to */
    PersistenceReader(Path folder, Findings errors) {
        this.folder = folder;
        this.errors = errors;
        nodes = new SettingsNodes(errors);
    }

    Optional<StreamPersistence> read(YamlNode.Mapping stream) {
        if (!(stream.get(KEY) instanceof YamlNode.Mapping all)) {
            return nodes.text(stream, KEY).map(text -> StreamPersistence.in(folder.resolve(text)));
        }
        nodes.checkKeys("setting of '%s'".formatted(KEY), all, KEYS);
        Optional<String> directory = nodes.text(all, "directory");
        if (directory.isEmpty()) {
            errors.add(all.at(), "'%s' needs a 'directory'".formatted(KEY));
            return Optional.empty();
        }
        try {
            return Optional.of(new StreamPersistence(
                    folder.resolve(directory.get()),
                    fsync(nodes.text(all, "fsync").orElse("always")),
                    nodes.number(all, "maxBytes").orElse(StreamPersistence.DEFAULT_MAX_BYTES)));
        } catch (IllegalArgumentException wrong) {
            errors.add(all.at(), "'%s': %s".formatted(KEY, wrong.getMessage()));
            return Optional.empty();
        }
    }

    private static Fsync fsync(String text) {
        try {
            return switch (text) {
                case "always" -> Fsync.always();
                case "never" -> Fsync.never();
                default -> Fsync.every(DurationText.parse(text));
            };
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "fsync must be always, never, or an interval such as 100ms; was '%s'".formatted(text), wrong);
        }
    }
}
