package dev.penstock.functions.java.guest;

import java.io.ByteArrayOutputStream;

/** Takes what a handler returns. Keeps one byte more than Lambda accepts, so that too much is seen and no more is held. */
final class ResultBuffer extends ByteArrayOutputStream {
    private static final int MAX_BYTES = 6 * 1024 * 1024 + 100;
    private static final int FIRST_BYTES = 1024;
    private static final int KEPT_BYTES = 64 * 1024;

    ResultBuffer() {
        super(FIRST_BYTES);
    }

    @Override
    public synchronized void write(int oneByte) {
        if (count <= MAX_BYTES) {
            super.write(oneByte);
        }
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) {
        super.write(source, offset, Math.min(length, MAX_BYTES + 1 - count));
    }

    /** Makes it ready for the next result. */
    synchronized void clear() {
        reset();
        if (buf.length > KEPT_BYTES) {
            buf = new byte[FIRST_BYTES];
        }
    }
}
