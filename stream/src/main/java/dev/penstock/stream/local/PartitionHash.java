package dev.penstock.stream.local;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Where a partition key falls: MD5 of its UTF-8 bytes, read as an unsigned big-endian number. */
final class PartitionHash {
    @SuppressWarnings("ThreadLocalUsage") // one per pipeline: two pipelines in one JVM share nothing
    private final ThreadLocal<Md5> ofThread = ThreadLocal.withInitial(Md5::new);

    HashKey of(byte[] partitionKey) {
        return ofThread.get().of(partitionKey);
    }

    /** A digest and the room for what it gives, of one thread: nothing but the result is made per key. */
    private static final class Md5 {
        private static final int BYTES = 16;

        private final MessageDigest digest = newDigest();
        private final byte[] result = new byte[BYTES];
        private final ByteBuffer numbers = ByteBuffer.wrap(result);

        HashKey of(byte[] partitionKey) {
            digest.update(partitionKey);
            try {
                digest.digest(result, 0, BYTES);
            } catch (DigestException impossible) {
                throw new AssertionError(impossible);
            }
            return new HashKey(numbers.getLong(0), numbers.getLong(Long.BYTES));
        }

        private static MessageDigest newDigest() {
            try {
                return MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException everyJdkHasIt) {
                throw new AssertionError(everyJdkHasIt);
            }
        }
    }
}
