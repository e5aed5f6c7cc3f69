package dev.penstock.functions;

import java.time.Instant;

/**
 * A function, or one published version of it, as the catalog knows it.
 *
 * @param spec what it was made from; of a version as it was when it was published
 * @param arn with the number of the version, without qualifier for the code as it is now
 * @param version {@code $LATEST} or a number
 * @param revisionId UUID, new with every change
 * @param codeSha256 Base64 of the SHA-256 of the code
 * @param codeSize bytes of the zip, or of all files of the folder
 */
public record FunctionDescription(
        FunctionSpec spec,
        String arn,
        String version,
        String revisionId,
        Instant lastModified,
        String codeSha256,
        long codeSize) {}
