package dev.penstock.stream.journal;

import dev.penstock.platform.aws.AwsException;

/** What producers are told; the log says more. */
final class JournalErrors {

    private JournalErrors() {}

    /** The change may or may not be there after a restart, as with this error of the service. */
    static AwsException notWritten() {
        return new AwsException(
                "InternalFailure", 500, "stream.persistence could not write this to disk; see the log of Penstock");
    }

    static AwsException closed() {
        return new AwsException("ServiceUnavailableException", 503, "Penstock is shutting down");
    }
}
