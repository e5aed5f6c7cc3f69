package dev.penstock.platform.metrics;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The body as it was before the client packed it: SDKs send PutMetricData of 10 KiB and more in gzip. */
final class RequestBody {
    /** As much as a body that is not packed may have. */
    private static final int MAX_BYTES = 16 << 20;

    private RequestBody() {}

    static Bytes of(WireRequest request) {
        String encoding = request.header("Content-Encoding");
        if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
            return request.body();
        }
        if (!encoding.strip().toLowerCase(Locale.ROOT).equals("gzip")) {
            throw new AwsException(
                    "UnsupportedMediaType", 415, "The Content-Encoding %s is not gzip.".formatted(encoding));
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(request.body().asStream())) {
            byte[] body = unpacked.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new AwsException(
                        "RequestEntityTooLarge", 413, "The body has more than %d bytes.".formatted(MAX_BYTES));
            }
            return Bytes.wrap(body);
        } catch (IOException malformed) {
            throw MetricErrors.malformed("The body is not gzip.");
        }
    }
}
