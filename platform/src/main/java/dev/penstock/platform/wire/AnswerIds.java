package dev.penstock.platform.wire;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The ids that AWS puts on every answer. They look like AWS's and tell answers apart; nobody looks them up. */
final class AnswerIds {
    static final String REQUEST_ID = "x-amzn-RequestId";
    static final String EXTENDED_ID = "x-amz-id-2";

    /** A multiple of three, so that Base64 has no padding. */
    private static final int EXTENDED_BYTES = 72;

    private AnswerIds() {}

    /** A UUID of version 4, without the lock of the secure random generator. */
    static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(0xC0L << 56)) | (0x80L << 56);
        return new UUID(high, low).toString();
    }

    /** Base64 of 72 random bytes. */
    static String extendedId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        ByteBuffer bytes = ByteBuffer.allocate(EXTENDED_BYTES);
        while (bytes.hasRemaining()) {
            bytes.putLong(random.nextLong());
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Both, for an answer without a content type. */
    static Map<String, String> headers() {
        return Map.of(REQUEST_ID, requestId(), EXTENDED_ID, extendedId());
    }
}
