package dev.penstock.launcher;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.ExternalServices.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A folder that stands for S3: {@code <bucket>/<key>}. Files are read at once on the caller's thread: they are small, and
 * rules keep what they have read.
 */
final class ObjectFolder implements ObjectReader {
    private static final int FOR_RULES = 1 << 20;
    private static final int NOT_FOUND = 404;

    private final Path folder;
    private final int maxBytes;

    /** Of objects of at most 1 MiB, which rules keep in memory. */
    ObjectFolder(Path folder) {
        this(folder, FOR_RULES);
    }

    /** @param maxBytes of an object */
    ObjectFolder(Path folder, int maxBytes) {
        this.folder = folder.toAbsolutePath().normalize();
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<Bytes> object(String bucket, String key) {
        try {
            return CompletableFuture.completedFuture(read(bucket, key));
        } catch (AwsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private Bytes read(String bucket, String key) {
        Path inBucket = inside(folder, bucket);
        if (!Files.isDirectory(inBucket)) {
            throw new AwsException(
                    "NoSuchBucket", NOT_FOUND, "The specified bucket does not exist: make the folder " + inBucket);
        }
        Path file = inside(inBucket, key);
        try {
            if (!Files.isRegularFile(file)) {
                throw new AwsException(
                        "NoSuchKey", NOT_FOUND, "The specified key does not exist: put the object at " + file);
            }
            if (Files.size(file) > maxBytes) {
                throw AwsException.validation("%s is larger than %d bytes".formatted(file, maxBytes));
            }
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new AwsException("AccessDenied", 403, "%s cannot be read: %s".formatted(file, unreadable));
        }
    }

    /** A name comes from a message, perhaps: it must not lead out of the folder. */
    private static Path inside(Path parent, String name) {
        try {
            Path path = parent.resolve(name).normalize();
            if (path.startsWith(parent) && !path.equals(parent)) {
                return path;
            }
        } catch (InvalidPathException unusable) {
            // refused below, like a way out
        }
        throw AwsException.validation("'%s' cannot be the name of a file below %s".formatted(name, parent));
    }
}
