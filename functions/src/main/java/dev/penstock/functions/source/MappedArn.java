package dev.penstock.functions.source;

import dev.penstock.functions.FunctionReference;
import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsIdentity;

/** The ARN by which a mapping shows its function. Source: recorded answers of the real service. */
final class MappedArn {

    private MappedArn() {}

    /**
     * With a version or alias when the mapping was made with one. {@code $LATEST} is left out of a whole ARN, and kept when
     * it came with a part of one.
     *
     * @param function as the mapping was made with, which is a {@link FunctionReference}
     */
    static String of(String function, AwsIdentity identity) {
        FunctionReference reference = FunctionReference.parse(function);
        boolean dropped = reference.isLatest() && Arn.looksLike(function);
        String qualifier = reference.qualifier().isEmpty() || dropped ? "" : ":" + reference.qualifier();
        return identity.arn("lambda", "function:" + reference.name() + qualifier)
                .toString();
    }
}
