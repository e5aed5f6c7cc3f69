package dev.penstock.rules.eval;

/**
 * Looks for names that stand twice in one object of a tape, or have escapes: such objects are the business of maps. The
 * effort grows with the number of names only, whatever they are.
 */
final class NameCheck {
    /** Up to so many, all pairs are compared. */
    private static final int FEW = 12;
    /** Many steps in the table: either very bad luck or malice. */
    private static final int MAX_STEPS = 64;

    private static final int GOLDEN = 0x9E3779B9;

    private NameCheck() {}

    /** Whether no object among the first entries of a tape has such names. */
    static boolean isPlain(JsonTape tape, int end) {
        for (int entry = 0; entry < end; entry += JsonTape.WIDTH) {
            if (tape.kind(entry) == JsonTape.OBJECT && !isPlainObject(tape, entry)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainObject(JsonTape tape, int object) {
        int end = tape.link(object);
        int first = object + JsonTape.WIDTH;
        long seen = 0;
        int count = 0;
        for (int name = first; name < end; name = tape.after(name + JsonTape.WIDTH)) {
            if (tape.is(name, JsonTape.ESCAPED)) {
                return false;
            }
            long bit = 1L << tape.link(name);
            if ((seen & bit) != 0 && count < FEW && isAmong(tape, first, name)) {
                return false;
            }
            seen |= bit;
            count++;
        }
        return count <= FEW || isPlainLargeObject(tape, object, end, count);
    }

    private static boolean isAmong(JsonTape tape, int first, int name) {
        for (int other = first; other < name; other = tape.after(other + JsonTape.WIDTH)) {
            if (tape.haveSameName(name, other)) {
                return true;
            }
        }
        return false;
    }

    /** By a table with open addressing. */
    private static boolean isPlainLargeObject(JsonTape tape, int object, int end, int count) {
        int[] table = new int[Integer.highestOneBit(count) * 4];
        int shift = Integer.numberOfLeadingZeros(table.length) + 1;
        for (int name = object + JsonTape.WIDTH; name < end; name = tape.after(name + JsonTape.WIDTH)) {
            int place = (tape.link(name) * GOLDEN) >>> shift;
            int steps = 0;
            while (table[place] != 0) {
                if (tape.haveSameName(table[place], name) || ++steps > MAX_STEPS) {
                    return false;
                }
                place = (place + 1) & (table.length - 1);
            }
            table[place] = name;
        }
        return true;
    }
}
