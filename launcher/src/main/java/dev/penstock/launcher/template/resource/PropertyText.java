package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import java.util.function.BiConsumer;

/** What a value is as text; what is none is reported, and the text is empty then. */
final class PropertyText {
    private PropertyText() {}

    /** @param label of the property, for messages */
    static String of(String label, YamlNode value, BiConsumer<Position, String> errors) {
        if (!(value instanceof YamlNode.Scalar scalar)) {
            errors.accept(value.at(), "'%s' must be a text, was %s".formatted(label, value.describe()));
            return "";
        }
        if (scalar.kind() == YamlNode.Kind.NULL) {
            errors.accept(value.at(), "'%s' has no value; write \"\" for an empty text".formatted(label));
            return "";
        }
        if (scalar.kind() == YamlNode.Kind.BOOLEAN && !scalar.text().matches("true|false")) {
            errors.accept(
                    value.at(),
                    "'%s': YAML 1.1 reads %s as true or false; put it in quotes".formatted(label, scalar.text()));
        }
        return scalar.text();
    }
}
