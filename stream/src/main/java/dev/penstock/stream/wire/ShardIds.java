package dev.penstock.stream.wire;

import java.util.OptionalInt;

/** Reads shard ids as leniently as the service: {@code shardId-000000000007}, {@code foo-7} and {@code 7} are one. */
final class ShardIds {

    private ShardIds() {}

    /** The full form of an id. */
    static String id(int index) {
        return "shardId-%012d".formatted(index);
    }

    /** The index of a shard; empty when the text holds none. */
    static OptionalInt index(String shardId) {
        String digits = shardId.substring(shardId.indexOf('-') + 1);
        try {
            boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
            return plain ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
        } catch (NumberFormatException tooLarge) {
            return OptionalInt.empty();
        }
    }
}
