package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.limit.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/**
 * Shard iterators: opaque texts that hold a position in a shard and expire after five minutes. No two are equal, and
 * they need no memory here. A fault on purpose may let one expire before.
 */
public final class IteratorTokens {
    /** The eight bytes that begin every token of the service. */
    private static final long HEADER = 1;

    /** Sizes of the service's own iterators, which grow with the stream's name in blocks of a cipher (observed). */
    private static final int MIN_BYTES = 152;

    private static final int BLOCK = 16;
    private static final int ROUNDED_UP = 2;

    private final AtomicLong issued = new AtomicLong();
    private final Time time;
    private final Duration lifetime;
    private final Limits limits;
    private final byte[] scope;

    /** @param identity whose iterators: those of another account or region are none here */
    IteratorTokens(AwsIdentity identity, Commons commons) {
        this.time = commons.time();
        this.lifetime = commons.settings().iteratorLifetime();
        this.limits = commons.limits();
        this.scope = identity.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What an iterator points to.
     *
     * @param streamCreatedMillis tells streams of the same name apart
     * @param position the record index to read next
     */
    public record Pointer(String stream, long streamCreatedMillis, int shardIndex, long position) {
        /** For example {@code shardId-000000000000}. */
        public String shardId() {
            return "shardId-%012d".formatted(shardIndex);
        }
    }

    private record Token(Instant issued, Pointer pointer) {}

    /** A new iterator, at most 512 characters. */
    public String issue(StreamState stream, Shard shard, long position) {
        String name = stream.name();
        int size = MIN_BYTES + (name.length() + ROUNDED_UP) / BLOCK * BLOCK;
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.putLong(HEADER);
        bytes.putLong(time.millis());
        bytes.putLong(issued.incrementAndGet());
        bytes.putLong(stream.created().toEpochMilli());
        bytes.putInt(shard.index());
        bytes.putLong(position);
        bytes.put((byte) name.length());
        bytes.put(name.getBytes(StandardCharsets.US_ASCII));
        bytes.putLong(size - Long.BYTES, checksum(bytes.array()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * Reads an iterator; one in double quotes, as pasted from the AWS CLI, is taken too.
     *
     * @throws AwsException InvalidArgumentException, ExpiredIteratorException
     */
    public Pointer resolve(String token) {
        Token read = read(token);
        Pointer pointer = read.pointer();
        Instant now = time.now();
        if (read.issued().plus(lifetime).isBefore(now)
                || (limits.isActive() && limits.expiresIterator(pointer.stream(), pointer.shardId()))) {
            throw KinesisErrors.expiredIterator(read.issued(), now, lifetime.toMillis());
        }
        return pointer;
    }

    /**
     * Reads an iterator, expired or not.
     *
     * @throws AwsException InvalidArgumentException
     */
    public Pointer peek(String token) {
        return read(token).pointer();
    }

    private Token read(String token) {
        byte[] array = decode(token);
        ByteBuffer bytes = ByteBuffer.wrap(array);
        if (array.length < MIN_BYTES
                || bytes.getLong() != HEADER
                || checksum(array) != bytes.getLong(array.length - Long.BYTES)) {
            throw invalid();
        }
        Instant created = Instant.ofEpochMilli(bytes.getLong());
        bytes.getLong();
        long streamCreated = bytes.getLong();
        int shard = bytes.getInt();
        long position = bytes.getLong();
        return new Token(created, new Pointer(name(bytes), streamCreated, shard, position));
    }

    private static String name(ByteBuffer bytes) {
        byte[] name = new byte[Byte.toUnsignedInt(bytes.get())];
        bytes.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static byte[] decode(String token) {
        boolean quoted = token.length() > 1 && token.startsWith("\"") && token.endsWith("\"");
        try {
            return Base64.getDecoder().decode(quoted ? token.substring(1, token.length() - 1) : token);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
    }

    /** Of all but the place for the checksum itself, and of the scope. */
    private long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(scope);
        crc.update(bytes, 0, bytes.length - Long.BYTES);
        return crc.getValue();
    }

    private static AwsException invalid() {
        return KinesisErrors.invalidArgument("Invalid ShardIterator.");
    }
}
