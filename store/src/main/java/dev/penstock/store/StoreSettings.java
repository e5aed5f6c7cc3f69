package dev.penstock.store;

import java.nio.file.Path;

/**
 * How the local store is set up.
 *
 * @param libraryFolder the folder with the jars of DynamoDB Local, {@code lib/dynamodb-local} in the distribution
 */
public record StoreSettings(Path libraryFolder) {}
