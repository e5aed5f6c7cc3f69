package dev.penstock.launcher.template.resource;

/** Checks the name that a template gives to a resource. */
final class NameRule {

    private NameRule() {}

    /** @param expected {@code pattern} in words */
    static void check(PropertyReader properties, String property, String pattern, String expected) {
        properties.text(property).ifPresent(name -> {
            if (!name.isBlank() && !name.matches(pattern)) {
                properties.error(
                        properties.at(property), "'%s' must be %s, was '%s'".formatted(property, expected, name));
            }
        });
    }
}
