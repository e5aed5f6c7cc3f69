package dev.penstock.rules.eval;

import java.util.UUID;

/**
 * Random values that can be had again: the same seed and site always give the same, so that an explanation shows the
 * values that were used.
 */
public final class Randomness {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private Randomness() {}

    /** A well-spread function of both (the finalizer of SplitMix64). */
    public static long mix(long seed, long site) {
        long z = seed + GOLDEN * (site + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number for a text. */
    public static long site(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    /** A version 4 UUID. */
    public static UUID uuid(long seed, long site) {
        long high = mix(seed, site);
        long low = mix(high, site);
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }

    /** At least 0 and below 1. */
    public static double fraction(long seed, long site) {
        return (mix(seed, site) >>> 11) * DOUBLE_UNIT;
    }
}
