package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the code of one function or layer: where the user says, then the asset folder of the CDK, the output of {@code
 * sam build}, and what the property names, in this order.
 */
final class CodeSearch {
    private static final String ASSET = "aws:asset:path";
    private static final Set<String> INDEX = Set.of("python", "nodejs");

    private final ResourceMapper.Resource resource;
    private final PropertyReader properties;
    private final PlanDraft plan;
    private final String runtime;
    private final String handler;
    private boolean settled;

    /** @param runtime and handler are empty for a layer */
    CodeSearch(ResourceMapper.Resource resource, PlanDraft plan, String runtime, String handler) {
        this.resource = resource;
        this.properties = resource.properties();
        this.plan = plan;
        this.runtime = runtime;
        this.handler = handler;
    }

    /** Code that is not where the property says. */
    Optional<Path> elsewhere(String property) {
        Path given = plan.stack().code().get(resource.logicalId());
        if (given != null) {
            return found(resource.at(), "code of", given.toString(), given.toAbsolutePath());
        }
        String asset = resource.metadata().get(ASSET);
        if (asset != null) {
            return found(resource.at(), ASSET, asset, plan.stack().folder().resolve(asset));
        }
        if (properties.names().contains("InlineCode")) {
            return Optional.empty();
        }
        Optional<Path> built = new SamBuild(plan.stack()).codeOf(resource.logicalId(), property);
        return built.flatMap(path -> found(properties.at(property), property, path.toString(), path));
    }

    /** Whether a place was found, though what is there may not be code. */
    boolean isSettled() {
        return settled;
    }

    boolean isMap(String property) {
        return properties.value(property) instanceof YamlNode.Mapping;
    }

    /** What the property names, relative to the template. */
    Optional<Path> at(String property, String uri) {
        if (uri.isBlank()) {
            return Optional.empty();
        }
        if (uri.startsWith("s3://") || uri.startsWith("https://")) {
            return refuse(
                    properties.at(property),
                    "'%s' %s is not on this machine; name a local folder, jar or zip, or give --code %s=PATH"
                            .formatted(property, uri, resource.logicalId()));
        }
        try {
            return found(
                    properties.at(property),
                    property,
                    uri,
                    plan.stack().folder().resolve(uri).normalize());
        } catch (InvalidPathException malformed) {
            return refuse(
                    properties.at(property),
                    "'%s' %s is not a path: %s".formatted(property, uri, malformed.getReason()));
        }
    }

    /** Code that was uploaded to S3: an asset of the CDK may still be here. */
    Optional<Path> uploaded(String property) {
        String key = properties.value(property) instanceof YamlNode.Mapping place
                ? text(place, "S3Key").or(() -> text(place, "Key")).orElse("")
                : "";
        Optional<Path> asset = new CdkAssets(plan.stack().folder()).path(key);
        if (asset.isPresent()) {
            return found(properties.at(property), property, key, asset.get());
        }
        return refuse(
                properties.at(property),
                "'%s' is in an S3 bucket, which is not here; name a local folder, jar or zip, or give --code %s=PATH"
                        .formatted(property, resource.logicalId()));
    }

    /** Code in the template: written into a file of a temporary folder, named as Lambda names it. */
    Optional<Path> inline(String property, PropertyReader reader) {
        String text = reader.requiredText(property);
        if (INDEX.stream().noneMatch(runtime::startsWith)) {
            return refuse(
                    reader.at(property), "'%s' is for Python and Node.js; runtime is %s".formatted(property, runtime));
        }
        try {
            Path folder = Files.createTempDirectory("penstock-inline-");
            Path file = folder.resolve(runtime.startsWith("python") ? "index.py" : "index.js");
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return found(reader.at(property), property, "", folder);
        } catch (IOException failure) {
            return refuse(reader.at(property), "'%s' cannot be written to a file: %s".formatted(property, failure));
        }
    }

    private Optional<Path> found(Position at, String property, String uri, Path place) {
        settled = true;
        FunctionCode.Found found = new FunctionCode(property, uri, runtime, handler, hasLayers()).at(place.normalize());
        found.hints().forEach(hint -> plan.warn(at, "%s: %s".formatted(properties.owner(), hint)));
        if (found.problem() != null) {
            return refuse(at, found.problem());
        }
        return Optional.ofNullable(found.path());
    }

    private boolean hasLayers() {
        return properties.value("Layers") instanceof YamlNode.Sequence layers
                && !layers.items().isEmpty();
    }

    private Optional<Path> refuse(Position at, String problem) {
        settled = true;
        properties.error(at, problem);
        return Optional.empty();
    }

    private static Optional<String> text(YamlNode.Mapping map, String name) {
        return map.get(name) instanceof YamlNode.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }
}
