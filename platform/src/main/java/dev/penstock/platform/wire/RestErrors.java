package dev.penstock.platform.wire;

import dev.penstock.platform.aws.AwsException;
import java.io.IOException;
import java.util.Map;

/** How a REST-JSON service writes its errors; their code is always in the header {@code x-amzn-ErrorType}. */
public interface RestErrors {
    /** The text as {@code message}, and what else the error's shape has. */
    RestErrors USUAL = (refusal, out) -> {
        out.text("message", String.valueOf(refusal.getMessage()));
        for (Map.Entry<String, String> more : refusal.members().entrySet()) {
            out.text(more.getKey(), more.getValue());
        }
    };

    /** Writes the members of the body. */
    void write(AwsException refusal, WireOutput out) throws IOException;

    /** Headers beside those that every error has. */
    default Map<String, String> headers(AwsException refusal) {
        return Map.of();
    }
}
