package dev.penstock.launcher.template.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The assets that {@code cdk synth} lists beside its templates, in files {@code <Stack>.assets.json}. */
final class CdkAssets {
    private final Path folder;

    CdkAssets(Path folder) {
        this.folder = folder;
    }

    /** @param key of the object in S3, {@code <hash>.zip} */
    Optional<Path> path(String key) {
        int dot = key.lastIndexOf('.');
        String hash = key.substring(key.lastIndexOf('/') + 1, dot < 0 ? key.length() : dot);
        if (hash.isBlank()) {
            return Optional.empty();
        }
        for (Path list : lists()) {
            JsonNode path = read(list).path("files").path(hash).path("source").path("path");
            if (path.isTextual()) {
                return Optional.of(folder.resolve(path.asText()));
            }
        }
        return Optional.empty();
    }

    private List<Path> lists() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".assets.json"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode read(Path list) {
        try {
            return Json.MAPPER.readTree(list.toFile());
        } catch (IOException malformed) {
            return Json.MAPPER.createObjectNode();
        }
    }
}
