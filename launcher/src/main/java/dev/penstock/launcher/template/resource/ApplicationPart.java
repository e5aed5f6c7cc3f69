package dev.penstock.launcher.template.resource;

import java.util.Map;

/** A resource that adds something to a SQL application: it has no name of its own, and its Ref is one that is made up. */
interface ApplicationPart extends ResourceMapper {
    /** Longest made-up name. */
    int MAX_NAME = 128;

    @Override
    default String nameProperty() {
        return "";
    }

    @Override
    default String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    default Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Id", name);
    }
}
