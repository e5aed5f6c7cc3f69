package dev.penstock.platform.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/**
 * An immutable run of bytes with value equality: a payload on its way through the pipeline, copied once on entry. It may
 * be a part of a larger array, which stays in memory as long as the part does: what is kept for long is copied.
 */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array) {
        this(array, 0, array.length);
    }

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Takes the array over without copying: the caller must never change it again. */
    public static Bytes wrap(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    /** A part of an array, taken over without copying: the caller must never change that part again. */
    public static Bytes wrap(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return length == 0 ? EMPTY : new Bytes(array, offset, length);
    }

    /** Copies the array. */
    public static Bytes copyOf(byte[] content) {
        return wrap(content.clone());
    }

    /** Copies what remains in the buffer; its position moves to its limit. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] content = new byte[buffer.remaining()];
        buffer.get(content);
        return wrap(content);
    }

    /** The UTF-8 form of a text. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at an index from 0. */
    public byte at(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    /** A part of these bytes, without copying. */
    public Bytes slice(int from, int count) {
        Objects.checkFromIndexSize(from, count, length);
        return wrap(array, offset + from, count);
    }

    /** The bytes read as UTF-8; malformed input becomes U+FFFD. */
    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** Standard Base64 with padding. */
    public String base64() {
        return Base64.getEncoder().encodeToString(shared());
    }

    /** A copy. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /**
     * An array of just these bytes, which the caller must not change: the array itself when they are all of it, else a
     * copy. Where parts of larger arrays are common (records of a stream), hot paths take {@link #array} and
     * {@link #offset} instead, which never copy.
     */
    public byte[] shared() {
        return length == array.length ? array : toArray();
    }

    /** The array that these bytes are in, from {@link #offset} on; the caller must not change it nor look beyond them. */
    public byte[] array() {
        return array;
    }

    /** Where in {@link #array} these bytes begin. */
    public int offset() {
        return offset;
    }

    /** Copies all bytes to a place in an array. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /** A read-only view. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** A stream over the bytes. */
    public InputStream asStream() {
        return new ByteArrayInputStream(array, offset, length);
    }

    /** Writes all bytes. */
    public void writeTo(OutputStream target) throws IOException {
        target.write(array, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes
                && Arrays.equals(
                        array, offset, offset + length, bytes.array, bytes.offset, bytes.offset + bytes.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The number of bytes, never their content: payloads do not belong into logs. */
    @Override
    public String toString() {
        return length + " bytes";
    }
}
