package dev.penstock.functions.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.RestInput;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Reads what a caller says of an invocation: event, client context, trace, whether it wants the log. */
final class InvokeInput {
    private static final Bytes NO_EVENT = Bytes.utf8("{}");
    private static final int MAX_CONTEXT = 3583;
    private static final int MILLIS_PER_SECOND = 1000;

    private final Time time;

    InvokeInput(Time time) {
        this.time = time;
    }

    /**
     * @param limit bytes of the event
     * @param type of the invocation, for the refusal
     */
    InvocationRequest read(RestInput in, int limit, String type) {
        String function = FunctionNames.of(in);
        refuse(in);
        Bytes event = in.body();
        if (event.length() > limit) {
            throw LambdaErrors.tooLarge(event.length(), type, limit);
        }
        checkJson(event);
        return new InvocationRequest(
                function,
                event.isEmpty() ? NO_EVENT : event,
                context(in),
                in.header("X-Amzn-Trace-Id").orElseGet(this::newTrace),
                in.header("X-Amz-Log-Type").filter("Tail"::equals).isPresent());
    }

    private static void refuse(RestInput in) {
        if (in.header("X-Amz-Tenant-Id").isPresent()) {
            throw LambdaErrors.invalid(
                    "The invoked function is not enabled with tenancy configuration. Remove the tenant ID and try again.");
        }
        if (in.header("X-Amz-Durable-Execution-Name").isPresent()) {
            throw LambdaErrors.notEmulated("durable executions", "leave DurableExecutionName away");
        }
    }

    private static void checkJson(Bytes event) {
        if (event.isEmpty()) {
            return;
        }
        try (JsonParser parser = Json.MAPPER.getFactory().createParser(event.array(), event.offset(), event.length())) {
            if (parser.nextToken() == null) {
                throw notJson("No content to map due to end-of-input", parser.currentLocation());
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw notJson(
                        "Trailing token (of type %s) found after value".formatted(parser.currentToken()),
                        parser.currentTokenLocation());
            }
        } catch (JsonProcessingException malformed) {
            throw notJson(malformed.getOriginalMessage(), malformed.getLocation());
        } catch (IOException impossible) {
            throw notJson(String.valueOf(impossible.getMessage()), JsonLocation.NA);
        }
    }

    private static AwsException notJson(String why, @Nullable JsonLocation at) {
        JsonLocation place = at == null ? JsonLocation.NA : at;
        return LambdaErrors.badContent(
                "Could not parse request body into json: Could not parse payload into json: %s\n at [Source: (byte[]); line: %d, column: %d]"
                        .formatted(why, place.getLineNr(), place.getColumnNr()));
    }

    private static @Nullable String context(RestInput in) {
        Optional<String> header = in.header("X-Amz-Client-Context").filter(text -> !text.isEmpty());
        if (header.isEmpty()) {
            return null;
        }
        if (header.get().length() > MAX_CONTEXT) {
            throw LambdaErrors.badContent("Client context must be no more than %d bytes".formatted(MAX_CONTEXT));
        }
        try {
            byte[] json = Base64.getDecoder().decode(header.get());
            JsonNode tree = Json.MAPPER.readTree(json);
            if (tree != null && tree.isObject()) {
                return Bytes.wrap(json).utf8();
            }
        } catch (IOException | IllegalArgumentException malformed) {
            // told below
        }
        throw LambdaErrors.badContent("Client context must be a valid Base64-encoded JSON object.");
    }

    /** As the service makes one for each call that has none. Not sampled: there is no X-Ray here. */
    private String newTrace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=0"
                .formatted(time.millis() / MILLIS_PER_SECOND, random.nextInt(), random.nextLong(), random.nextLong());
    }
}
