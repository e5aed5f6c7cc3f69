package dev.penstock.platform.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** AWS JSON 1.0: the target header names the operation, times are seconds. */
final class JsonProtocol implements Protocol {
    private static final ObjectReader READER = TreeBytes.plainDoubles(Json.MAPPER);

    @Override
    public Call read(WireRequest request, Bytes body) {
        String target = String.valueOf(request.header("X-Amz-Target"));
        return new Call(target.substring(target.indexOf('.') + 1), TreeBytes.read(READER, body));
    }

    @Override
    public WireResponse success(String operation, ObjectNode output) {
        return new WireResponse(200, headers(), write(output));
    }

    @Override
    public WireResponse error(AwsException refusal) {
        Map<String, String> headers = headers();
        headers.put("x-amzn-ErrorType", Protocol.shape(refusal));
        headers.put("x-amzn-query-error", refusal.code() + ";" + Protocol.fault(refusal));
        return new WireResponse(refusal.httpStatus(), headers, write(TreeBytes.error(refusal)));
    }

    private static Bytes write(JsonNode tree) {
        return TreeBytes.write(Json.MAPPER, tree, JsonProtocol::seconds);
    }

    private static void seconds(JsonGenerator out, Instant time) throws IOException {
        out.writeNumber(time.getEpochSecond());
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/x-amz-json-1.0");
        headers.put("x-amzn-RequestId", Protocol.requestId());
        return headers;
    }
}
