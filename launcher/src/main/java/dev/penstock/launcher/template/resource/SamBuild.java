package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.launcher.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code sam build} left beside the template. Functions of one code share a folder there, so the template that it
 * wrote says which is whose.
 */
final class SamBuild {
    private final Path template;
    private final Path folder;

    SamBuild(Stack stack) {
        template = stack.template();
        folder = stack.folder().resolve(".aws-sam").resolve("build");
    }

    /**
     * @param property that names the code
     * @return empty when nothing was built, or the template was changed after that
     */
    Optional<Path> codeOf(String logicalId, String property) {
        Path built = folder.resolve("template.yaml");
        try {
            if (!Files.isRegularFile(built)
                    || Files.getLastModifiedTime(built).compareTo(Files.getLastModifiedTime(template)) < 0) {
                return Optional.empty();
            }
            Optional<String> named = YamlReader.read(
                            built.toString(), Files.readString(built), (tag, value, findings) -> value, new Findings())
                    .flatMap(root -> map(root, "Resources"))
                    .flatMap(resources -> map(resources, logicalId))
                    .flatMap(resource -> map(resource, "Properties"))
                    .flatMap(properties -> properties.get(property) instanceof YamlNode.Scalar uri
                            ? Optional.of(uri.text())
                            : Optional.empty());
            return named.or(() -> Optional.of(logicalId)).map(folder::resolve).filter(Files::exists);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<YamlNode.Mapping> map(YamlNode.Mapping parent, String name) {
        return parent.get(name) instanceof YamlNode.Mapping map ? Optional.of(map) : Optional.empty();
    }
}
