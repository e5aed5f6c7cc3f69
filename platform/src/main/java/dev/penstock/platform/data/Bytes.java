package dev.penstock.platform.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** An immutable run of bytes with value equality: a payload on its way through the pipeline, copied once on entry. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Takes the array over without copying: the caller must never change it again. */
    public static Bytes wrap(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
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
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    /** The byte at an index from 0. */
    public byte at(int index) {
        return content[index];
    }

    /** The bytes read as UTF-8; malformed input becomes U+FFFD. */
    public String utf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Standard Base64 with padding. */
    public String base64() {
        return Base64.getEncoder().encodeToString(content);
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    /** The array itself, for hot paths: the caller must not change it. */
    public byte[] shared() {
        return content;
    }

    /** A read-only view. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** A stream over the bytes. */
    public InputStream asStream() {
        return new ByteArrayInputStream(content);
    }

    /** Writes all bytes. */
    public void writeTo(OutputStream target) throws IOException {
        target.write(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The number of bytes, never their content: payloads do not belong into logs. */
    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
