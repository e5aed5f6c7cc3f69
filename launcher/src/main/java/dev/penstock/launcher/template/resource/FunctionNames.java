package dev.penstock.launcher.template.resource;

import dev.penstock.functions.FunctionReference;

/** Reads a property that names a function by name, partial ARN or ARN, with or without a version or alias. */
final class FunctionNames {

    private FunctionNames() {}

    /** The function's name alone. */
    static String nameIn(String reference) {
        String[] parts = reference.replaceFirst("^.*:function:", "").split(":", 2);
        return parts[0];
    }

    /** The function as the property names it; empty, and reported, when it names none. */
    static String read(PropertyReader properties, String property) {
        String text = properties.requiredText(property);
        if (text.isBlank()) {
            return "";
        }
        try {
            FunctionReference.parse(text);
            return text;
        } catch (IllegalArgumentException malformed) {
            properties.error(
                    properties.at(property), "'%s': %s".formatted(properties.label(property), malformed.getMessage()));
            return "";
        }
    }
}
