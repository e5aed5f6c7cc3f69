package dev.penstock.analytics.table;

import java.nio.charset.StandardCharsets;

/**
 * About how many different items were added, in 16 KiB. Standard error 0.8 %.
 *
 * <p>Source: Flajolet, Fusy, Gandouet, Meunier, HyperLogLog (2007).
 */
final class DistinctEstimate {
    private static final int BITS = 14;
    private static final int REGISTERS = 1 << BITS;
    private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);
    private static final double SMALL = 2.5 * REGISTERS;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final byte[] registers = new byte[REGISTERS];

    void add(Object item) {
        long hash = hash(item.toString().getBytes(StandardCharsets.UTF_8));
        int register = (int) (hash >>> (Long.SIZE - BITS));
        int rank = Math.min(Long.numberOfLeadingZeros(hash << BITS), Long.SIZE - BITS) + 1;
        if (rank > registers[register]) {
            registers[register] = (byte) rank;
        }
    }

    /** FNV-1a, then the last step of MurmurHash3, which spreads it over all bits. */
    private static long hash(byte[] bytes) {
        long hash = FNV_OFFSET;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    long count() {
        double sum = 0;
        int empty = 0;
        for (byte register : registers) {
            sum += Math.scalb(1.0, -register);
            empty += register == 0 ? 1 : 0;
        }
        double estimate = ALPHA * REGISTERS * REGISTERS / sum;
        boolean isSmall = estimate <= SMALL && empty > 0;
        return Math.round(isSmall ? REGISTERS * Math.log((double) REGISTERS / empty) : estimate);
    }
}
