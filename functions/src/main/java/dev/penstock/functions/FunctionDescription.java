package dev.penstock.functions;

import java.time.Instant;

/**
 * A function, or one published version of it, as the catalog knows it.
 *
 * @param spec what it was made from; of a version as it was when it was published
 * @param arn with the version or alias that was asked for; without when none was
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
        long codeSize) {

    /** The same with code that was changed. */
    public FunctionDescription withCode(Instant at, String sha256, long size) {
        return new FunctionDescription(spec, arn, version, revisionId, at, sha256, size);
    }

    /** The same under another name: with a version or alias. */
    public FunctionDescription withArn(String qualified) {
        return new FunctionDescription(spec, qualified, version, revisionId, lastModified, codeSha256, codeSize);
    }

    /** The same after a change. */
    public FunctionDescription withSpec(FunctionSpec changed, String revision, Instant at) {
        return new FunctionDescription(changed, arn, version, revision, at, codeSha256, codeSize);
    }
}
