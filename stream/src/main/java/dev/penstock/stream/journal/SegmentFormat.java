package dev.penstock.stream.journal;

import dev.penstock.platform.lifecycle.StartException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment file, big-endian. A header of {@value #HEADER_BYTES} bytes: {@code PENSTOCK}; int version; long
 * segment number; long run; long salt; int CRC32C of what stands before it. Then entries, each: int mark; int CRC32C of
 * the salt and all that follows in the entry; int payload length; byte kind; payload. The salt differs per segment, so
 * that an entry that lies inside of a record's data, or on a block that the file system used before, is not taken for
 * one of this segment.
 *
 * <p>A segment begins with a snapshot of all streams that ends with {@link EntryKind#SNAPSHOT_END}: it counts alone,
 * whatever older segments say about streams.
 */
final class SegmentFormat {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 40;

    /** Mark, checksum, length and kind. */
    static final int ENTRY_BYTES = 13;

    static final int ENTRY_MARK = 0x9EC0DE51;

    /** No entry is longer; a record has at most 10 MiB, the image of a stream with all shards a few. */
    static final int MAX_PAYLOAD = 64 * 1024 * 1024;

    private static final long MAGIC = 0x50454E53544F434BL; // PENSTOCK
    private static final Pattern NAME = Pattern.compile("segment-([0-9]{16})\\.log");

    private SegmentFormat() {}

    /** What stands at the beginning of a file. */
    record Header(long number, long run, long salt) {

        ByteBuffer encode() {
            ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
            bytes.putLong(MAGIC).putInt(VERSION).putLong(number).putLong(run).putLong(salt);
            bytes.putInt(checksum(bytes)).flip();
            return bytes;
        }
    }

    static Path file(Path directory, long number) {
        return directory.resolve("segment-%016d.log".formatted(number));
    }

    /** The number in a file's name; empty when it is no segment. */
    static OptionalLong number(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    /**
     * Reads a header.
     *
     * @param bytes {@value #HEADER_BYTES} bytes
     * @throws StartException when it is not ours, newer or damaged
     */
    static Header readHeader(ByteBuffer bytes, Path file) {
        if (bytes.getLong() != MAGIC) {
            throw new StartException(
                    "%s is not a segment of a Penstock journal; give stream.persistence a directory of its own"
                            .formatted(file));
        }
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new StartException(
                    ("%s has journal format %d, this Penstock reads and writes format %d; use the Penstock"
                                    + " that wrote it, or give stream.persistence another directory")
                            .formatted(file, version, VERSION));
        }
        Header header = new Header(bytes.getLong(), bytes.getLong(), bytes.getLong());
        int checksum = checksum(bytes);
        if (bytes.getInt() != checksum) {
            throw damaged(file, 0);
        }
        return header;
    }

    /** What a user is told when a file is broken before its end. */
    static StartException damaged(Path file, long offset) {
        return new StartException(
                ("%s is damaged at byte %d, and entries follow that are whole: this is no torn end of a"
                                + " crash. Restore the file from a copy; or give up what follows with 'truncate -s %d %s'; or"
                                + " start afresh by moving %s away")
                        .formatted(file, offset, offset, file, file.getParent()));
    }

    /** The checksum of what stands before a buffer's position. */
    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().flip());
        return (int) crc.getValue();
    }

    /** The checksum of an entry, from its length on. */
    static int checksum(long salt, ByteBuffer fromLength) {
        CRC32C crc = new CRC32C();
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            crc.update((int) (salt >>> shift) & 0xFF);
        }
        crc.update(fromLength);
        return (int) crc.getValue();
    }
}
