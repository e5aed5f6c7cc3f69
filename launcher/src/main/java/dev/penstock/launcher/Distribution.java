package dev.penstock.launcher;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** The folder Penstock runs from: {@code penstock.jar} with {@code lib/} and {@code examples/} beside it. */
public final class Distribution {
    private Distribution() {}

    /** The folder that holds the launcher jar; in our own build, where classes are not packed yet, {@code target/}. */
    public static Path folder() {
        CodeSource source = Distribution.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("the launcher was loaded from nowhere");
        }
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath().resolveSibling("");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** DynamoDB Local's own class path. */
    static Path dynamoDbLocal() {
        return folder().resolve("lib").resolve("dynamodb-local");
    }
}
