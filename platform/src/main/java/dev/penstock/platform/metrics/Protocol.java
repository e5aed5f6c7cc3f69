package dev.penstock.platform.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How one of CloudWatch's protocols writes requests and answers. Trees have the members of the API model; a time in an
 * answer is an {@link java.time.Instant} in the tree.
 */
interface Protocol {

    /**
     * @param body without compression
     * @throws AwsException when it cannot be read
     */
    Call read(WireRequest request, Bytes body);

    WireResponse success(String operation, ObjectNode output);

    WireResponse error(AwsException refusal);

    /** The error for an operation that is not there. */
    default AwsException unknown(String message) {
        return AwsException.unknownOperation(message);
    }

    static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /**
     * The name that an error has in the API model, where it is not its code: the protocols that came after Query use the
     * one, and say the other in the header {@code x-amzn-query-error}.
     */
    static String shape(AwsException refusal) {
        return SHAPES.getOrDefault(refusal.code(), refusal.code());
    }

    /** {@code Sender} when the client is to blame, else {@code Receiver}. */
    static String fault(AwsException refusal) {
        return refusal.httpStatus() < 500 ? "Sender" : "Receiver";
    }

    /** Shapes by code; service model 2010-08-01. */
    Map<String, String> SHAPES = Map.of(
            "InvalidParameterValue", "InvalidParameterValueException",
            "InvalidParameterCombination", "InvalidParameterCombinationException",
            "MissingParameter", "MissingRequiredParameterException");

    /** What a request asks for. */
    record Call(String operation, JsonNode input) {}
}
