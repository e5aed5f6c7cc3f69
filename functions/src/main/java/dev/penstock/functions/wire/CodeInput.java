package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionCatalog;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipInputStream;

/**
 * Where the code of a function comes from: a zip in the request, or, as there is no S3 here, a folder, jar or zip of this
 * machine that is named as the key in the bucket {@value #FOLDER_BUCKET}. Such code is read in place: changes on disk are
 * seen by the next invocation.
 */
final class CodeInput {
    /** A bucket of this name means files of this machine; so does the one that another emulator has for it. */
    static final String FOLDER_BUCKET = "penstock-folder";

    private static final Set<String> FOLDER_BUCKETS = Set.of(FOLDER_BUCKET, "hot-reload");

    private final FunctionCatalog catalog;

    CodeInput(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * @param code the member {@code Code} of CreateFunction, or the body of UpdateFunctionCode
     * @throws AwsException InvalidParameterValueException
     */
    Path read(WireInput code) {
        Optional<Path> place = place(code);
        return place.isPresent() ? place.get() : catalog.keepCode(zip(code));
    }

    /** As {@link #read}, and nothing is kept. */
    static void check(WireInput code) {
        if (place(code).isEmpty()) {
            zip(code);
        }
    }

    /** Where the code is on this machine; empty when the request has it. */
    static Optional<Path> place(WireInput code) {
        if (code.text("ImageUri").isPresent()) {
            throw LambdaErrors.notEmulated("container images", "send the code as ZipFile");
        }
        if (!code.text("SourceKMSKeyArn").orElse("").isEmpty()) {
            throw LambdaErrors.notEmulated("SourceKMSKeyArn", "send a zip that is not encrypted");
        }
        boolean zip = code.blob("ZipFile").isPresent();
        Optional<String> bucket = code.text("S3Bucket");
        if (zip && bucket.isPresent()) {
            throw LambdaErrors.invalid("Please do not provide other FunctionCode parameters when providing a ZipFile.");
        }
        if (!zip && bucket.isEmpty()) {
            throw LambdaErrors.invalid("Please provide a source for function code.");
        }
        return bucket.map(name -> folder(name, code.text("S3Key").orElse("")));
    }

    static Bytes zip(WireInput code) {
        return checked(code.blob("ZipFile").orElse(Bytes.EMPTY));
    }

    private static Bytes checked(Bytes zip) {
        if (zip.isEmpty()) {
            throw LambdaErrors.invalid("Uploaded file must be a non-empty zip");
        }
        try (ZipInputStream entries = new ZipInputStream(zip.asStream())) {
            if (entries.getNextEntry() == null) {
                throw notAZip();
            }
            return zip;
        } catch (IOException broken) {
            throw notAZip();
        }
    }

    private static AwsException notAZip() {
        return LambdaErrors.invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    private static Path folder(String bucket, String key) {
        if (!FOLDER_BUCKETS.contains(bucket)) {
            throw LambdaErrors.invalid(
                    ("Penstock has no S3 to take code from (S3Bucket '%s'): send it as ZipFile, or set"
                                    + " S3Bucket to '%s' and S3Key to the absolute path of a folder, jar or zip on this machine")
                            .formatted(bucket, FOLDER_BUCKET));
        }
        try {
            Path path = Path.of(key);
            if (path.isAbsolute() && Files.exists(path)) {
                return path;
            }
        } catch (InvalidPathException noPath) {
            // told below
        }
        throw LambdaErrors.invalid(
                "S3Key '%s' must be the absolute path of a folder, jar or zip on this machine".formatted(key));
    }
}
