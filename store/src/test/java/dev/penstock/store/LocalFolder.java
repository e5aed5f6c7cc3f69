package dev.penstock.store;

import java.nio.file.Path;

/** The jars of DynamoDB Local as the module store/dynamodb-local collects them when it is packaged. */
public final class LocalFolder {
    public static final Path PATH = Path.of("dynamodb-local", "target", "dynamodb-local");

    private LocalFolder() {}
}
