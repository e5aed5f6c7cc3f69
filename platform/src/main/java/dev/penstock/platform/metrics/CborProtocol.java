package dev.penstock.platform.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Smithy RPC v2 CBOR, which the SDKs of today choose: the path names the operation, times are tag 1 with seconds. Not
 * Amazon's older CBOR, which Kinesis has.
 *
 * <p>Source: Smithy RPC v2 CBOR protocol.
 */
final class CborProtocol implements Protocol {
    static final String PATH = "/service/" + CloudWatchApi.SERVICE + "/operation/";

    private static final ObjectReader READER = TreeBytes.plainDoubles(Json.CBOR);
    private static final int EPOCH_TAG = 1;

    @Override
    public Call read(WireRequest request, Bytes body) {
        String operation = request.path().substring(PATH.length());
        return new Call(operation, body.isEmpty() ? TreeBytes.EMPTY : TreeBytes.read(READER, body));
    }

    @Override
    public WireResponse success(String operation, ObjectNode output) {
        return new WireResponse(200, headers(), write(output));
    }

    @Override
    public WireResponse error(AwsException refusal) {
        Map<String, String> headers = headers();
        headers.put("x-amzn-query-error", refusal.code() + ";" + Protocol.fault(refusal));
        return new WireResponse(refusal.httpStatus(), headers, write(TreeBytes.error(refusal)));
    }

    private static Bytes write(JsonNode tree) {
        return TreeBytes.write(Json.CBOR, tree, CborProtocol::seconds);
    }

    private static void seconds(JsonGenerator out, Instant time) throws IOException {
        ((CBORGenerator) out).writeTag(EPOCH_TAG);
        out.writeNumber((double) time.getEpochSecond());
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/cbor");
        headers.put("smithy-protocol", "rpc-v2-cbor");
        headers.put("x-amzn-RequestId", Protocol.requestId());
        return headers;
    }
}
