package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/**
 * Shard iterators: opaque texts that hold a position in a shard and expire after five minutes. No two are equal, and
 * they need no memory here.
 */
public final class IteratorTokens {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** The eight bytes that begin every token of the service. */
    private static final long HEADER = 1;

    private final AtomicLong issued = new AtomicLong();
    private final Time time;

    IteratorTokens(Time time) {
        this.time = time;
    }

    /**
     * What an iterator points to.
     *
     * @param streamCreatedMillis tells streams of the same name apart
     * @param position the record index to read next
     */
    public record Pointer(String stream, long streamCreatedMillis, int shardIndex, long position) {}

    /** A new iterator, at most 512 characters. */
    public String issue(StreamState stream, Shard shard, long position) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(200);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(HEADER);
            out.writeLong(time.millis());
            out.writeLong(issued.incrementAndGet());
            out.writeUTF(stream.name());
            out.writeLong(stream.created().toEpochMilli());
            out.writeInt(shard.index());
            out.writeLong(position);
            out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Reads an iterator; one in double quotes, as pasted from the AWS CLI, is taken too.
     *
     * @throws AwsException InvalidArgumentException, ExpiredIteratorException
     */
    public Pointer resolve(String token) {
        byte[] bytes = decode(token);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int signed = bytes.length - Long.BYTES;
            if (in.readLong() != HEADER || checksum(bytes, signed) != lastLong(bytes)) {
                throw invalid();
            }
            Instant created = Instant.ofEpochMilli(in.readLong());
            in.readLong();
            Pointer pointer = new Pointer(in.readUTF(), in.readLong(), in.readInt(), in.readLong());
            Instant now = time.now();
            if (created.plus(LIFETIME).isBefore(now)) {
                throw KinesisErrors.expiredIterator(created, now, LIFETIME.toMillis());
            }
            return pointer;
        } catch (IOException truncated) {
            throw invalid();
        }
    }

    private static byte[] decode(String token) {
        boolean quoted = token.length() > 1 && token.startsWith("\"") && token.endsWith("\"");
        try {
            return Base64.getDecoder().decode(quoted ? token.substring(1, token.length() - 1) : token);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, Math.max(0, length));
        return crc.getValue();
    }

    private static long lastLong(byte[] bytes) {
        long value = 0;
        for (int i = Math.max(0, bytes.length - Long.BYTES); i < bytes.length; i++) {
            value = (value << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return value;
    }

    private static AwsException invalid() {
        return KinesisErrors.invalidArgument("Invalid ShardIterator.");
    }
}
