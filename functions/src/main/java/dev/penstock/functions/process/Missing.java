package dev.penstock.functions.process;

import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.InitFailure;

/** What is missing to start a child, in the words of AWS where it has any. */
final class Missing {
    private static final String INVALID_ENTRYPOINT = "Runtime.InvalidEntrypoint";

    private Missing() {}

    /** Something of this machine, which AWS would have. */
    static InitFailure interpreter(String text) {
        return new InitFailure(text, ErrorDocument.fault(text, INVALID_ENTRYPOINT));
    }

    /** An executable {@code bootstrap}. */
    static InitFailure bootstrap(String summary) {
        return new InitFailure(
                summary,
                requestId -> ErrorDocument.fromPlatform(
                        INVALID_ENTRYPOINT,
                        "RequestId: %s Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
                                .formatted(requestId)));
    }
}
