package dev.penstock.rules.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Supplier;

/** Random inputs from a seed: the same seed gives the same inputs. */
public final class Chance {
    private final Random random;

    public Chance(long seed) {
        random = new Random(seed);
    }

    /** 0 to below {@code bound}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in {@code times}. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A text of up to {@code most} pieces. */
    public String many(int most, Supplier<String> piece) {
        StringBuilder text = new StringBuilder();
        for (int i = below(most + 1); i > 0; i--) {
            text.append(piece.get());
        }
        return text.toString();
    }

    /** The same bytes with a few of them changed, lost, doubled or moved. */
    public byte[] mutate(byte[] bytes) {
        byte[] changed = bytes.clone();
        for (int i = below(4); i >= 0 && changed.length > 0; i--) {
            int at = below(changed.length);
            switch (below(4)) {
                case 0 -> changed[at] = (byte) below(256);
                case 1 -> changed[at] = "{}[]\",:\\-+.eE0 1tfn".getBytes(StandardCharsets.US_ASCII)[below(19)];
                case 2 -> changed = spliced(changed, at, Math.min(changed.length, at + 1 + below(5)), at);
                default -> changed = spliced(changed, at, at, below(changed.length));
            }
        }
        return changed;
    }

    /** Without what is from {@code from} to {@code to}, and with a little of what is at {@code source} in its place. */
    private byte[] spliced(byte[] bytes, int from, int to, int source) {
        int length = from == to ? Math.min(1 + below(8), bytes.length - source) : 0;
        byte[] result = new byte[bytes.length - (to - from) + length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(bytes, source, result, from, length);
        System.arraycopy(bytes, to, result, from + length, bytes.length - to);
        return result;
    }
}
