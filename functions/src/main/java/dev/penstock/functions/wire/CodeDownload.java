package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionDescription;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Gives away the code of a function as a zip, where {@code Code.Location} of GetFunction points to; on AWS that is a
 * presigned URL of S3.
 */
final class CodeDownload implements WireHandler {
    static final String PATH = "/_penstock/lambda/code/";

    private static final String ZIP = "application/zip";
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final FunctionCatalog catalog;
    private final ControlThread thread;

    CodeDownload(FunctionCatalog catalog, ControlThread thread) {
        this.catalog = catalog;
        this.thread = thread;
    }

    /** Where the caller can get the code of a version, on the host that it has asked. */
    static String location(RestInput in, FunctionDescription version) {
        return "http://%s%s%s/%s"
                .formatted(
                        in.header("Host").orElse("localhost"),
                        PATH,
                        version.spec().name(),
                        version.version());
    }

    @Override
    public CompletionStage<WireResponse> handle(WireRequest request) {
        String[] parts = request.path().substring(PATH.length()).split("/", 2);
        String function = parts.length == 2 ? parts[0] + ":" + parts[1] : parts[0];
        return thread.run(() ->
                WireResponse.of(200, ZIP, zip(catalog.describe(function).spec().code())));
    }

    private static Bytes zip(Path code) {
        try {
            if (Files.size(code) > MOST_BYTES) {
                throw tooLarge(code);
            }
            return Files.isDirectory(code) ? packed(code) : Bytes.wrap(Files.readAllBytes(code));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Bytes packed(Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(Files::isRegularFile).sorted().toList();
            for (Path file : found) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
                zip.closeEntry();
                if (bytes.size() > MOST_BYTES) {
                    throw tooLarge(folder);
                }
            }
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static AwsException tooLarge(Path code) {
        return LambdaErrors.invalid("%s is larger than %d bytes; copy it from there".formatted(code, MOST_BYTES));
    }
}
