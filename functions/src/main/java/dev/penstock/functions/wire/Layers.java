package dev.penstock.functions.wire;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layers that were published here. Their content stays on disk until the pipeline ends, also when a version is deleted:
 * functions that have it keep it, as in AWS. Guarded by {@code lock}.
 */
final class Layers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Layers.class);
    private static final int MOST = 5;

    private final Object lock = new Object();
    private final AwsIdentity identity;
    private final Map<String, TreeMap<Long, LayerVersion>> byName = new TreeMap<>();
    private final Map<String, Long> lastVersions = new LinkedHashMap<>();
    private final Map<Path, String> arns = new LinkedHashMap<>();
    private @Nullable Path folder;

    Layers(AwsIdentity identity) {
        this.identity = identity;
    }

    /** Keeps a zip. */
    Path keep(Bytes zip) {
        synchronized (lock) {
            try {
                Path home = folder;
                if (home == null) {
                    home = Files.createTempDirectory("penstock-layers-");
                    folder = home;
                }
                Path file = Files.createTempFile(home, "layer-", ".zip");
                Files.write(file, zip.shared());
                return file;
            } catch (IOException broken) {
                throw new UncheckedIOException("the layer cannot be kept on disk", broken);
            }
        }
    }

    /** Adds a version; its number is one more than that of the last one. */
    LayerVersion publish(String name, LayerVersion.Content content, LayerVersion.Details details) {
        synchronized (lock) {
            long version = lastVersions.merge(name, 1L, Long::sum);
            LayerVersion made = new LayerVersion(layerArn(name), version, content, details);
            byName.computeIfAbsent(name, key -> new TreeMap<>()).put(version, made);
            arns.put(content.file(), made.arn());
            return made;
        }
    }

    Optional<LayerVersion> find(String name, long version) {
        synchronized (lock) {
            return Optional.ofNullable(
                    byName.getOrDefault(name, new TreeMap<>()).get(version));
        }
    }

    /** Newest first. */
    List<LayerVersion> versions(String name) {
        synchronized (lock) {
            return List.copyOf(
                    byName.getOrDefault(name, new TreeMap<>()).descendingMap().values());
        }
    }

    /** The newest version of each layer, by name. */
    List<LayerVersion> newest() {
        synchronized (lock) {
            return byName.values().stream()
                    .filter(versions -> !versions.isEmpty())
                    .map(versions -> versions.lastEntry().getValue())
                    .toList();
        }
    }

    void delete(String name, long version) {
        synchronized (lock) {
            byName.getOrDefault(name, new TreeMap<>()).remove(version);
        }
    }

    /** The ARN of a layer that a function has; of one from a template it is made from the name of its file. */
    String arnOf(Path file) {
        synchronized (lock) {
            Path name = file.getFileName();
            String text = name == null ? "layer" : name.toString().replaceAll("[^a-zA-Z0-9-_]", "-");
            return arns.getOrDefault(file, layerArn(text) + ":1");
        }
    }

    private String layerArn(String name) {
        return identity.arn("lambda", "layer:" + name).toString();
    }

    /**
     * What a body says as {@code Layers}.
     *
     * @param now what the function has when the body says nothing
     */
    List<Path> read(WireInput body, List<Path> now) {
        Optional<List<String>> given = body.texts("Layers");
        if (given.isEmpty()) {
            return now;
        }
        if (given.get().size() > MOST) {
            throw LambdaErrors.invalid("Cannot reference more than 5 layers.");
        }
        List<Path> files = new ArrayList<>();
        for (String arn : given.get()) {
            LayerName name = LayerName.parse(arn);
            files.add(find(name.name(), name.version())
                    .map(found -> found.content().file())
                    .or(() ->
                            now.stream().filter(file -> arnOf(file).equals(arn)).findFirst())
                    .orElseThrow(
                            () -> LambdaErrors.invalid(("Layer version %s does not exist. Penstock has the layers that"
                                            + " were published to it with PublishLayerVersion or by the template.")
                                    .formatted(arn))));
        }
        return files;
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (folder == null) {
                return;
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(folder);
            } catch (IOException busy) {
                log.warn("cannot delete {} with the layers that were published: {}", folder, busy.toString());
            }
        }
    }
}
