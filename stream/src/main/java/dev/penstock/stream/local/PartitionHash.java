package dev.penstock.stream.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Where a partition key falls: MD5 of its UTF-8 bytes, read as an unsigned big-endian number. */
final class PartitionHash {
    private final MessageDigest fresh;

    PartitionHash() {
        fresh = newDigest();
    }

    HashKey of(String partitionKey) {
        ByteBuffer digest = ByteBuffer.wrap(unused().digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
        return new HashKey(digest.getLong(), digest.getLong());
    }

    /** A copy of a digest that is never fed: several times cheaper than looking the algorithm up for each put. */
    private MessageDigest unused() {
        try {
            return (MessageDigest) fresh.clone();
        } catch (CloneNotSupportedException providerWithoutClone) {
            return newDigest();
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
