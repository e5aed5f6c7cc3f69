package dev.penstock.stream.local;

import dev.penstock.stream.PutResult;
import dev.penstock.stream.SequenceNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What writers were told about shards, and what one walk found in them; names what does not fit. */
final class ShardHistory {
    private final Map<String, Map<SequenceNumber, String>> acknowledged = new HashMap<>();

    /** @param text what the record held */
    record Event(PutResult place, String text) {}

    ShardHistory(Iterable<Event> acknowledgements) {
        for (Event event : acknowledgements) {
            String twice = acknowledged
                    .computeIfAbsent(event.place().shardId(), id -> new TreeMap<>())
                    .put(event.place().sequenceNumber(), event.text());
            if (twice != null) {
                throw new AssertionError("%s and %s were both acknowledged at %s of %s"
                        .formatted(
                                twice,
                                event.text(),
                                event.place().sequenceNumber(),
                                event.place().shardId()));
            }
        }
    }

    /** Compares a walk, in the order of its reading; prints the whole history of the first shard that does not fit. */
    void check(List<Event> walk) {
        Map<String, List<Event>> byShard = new TreeMap<>();
        acknowledged.keySet().forEach(id -> byShard.put(id, new ArrayList<>()));
        walk.forEach(event -> byShard.computeIfAbsent(event.place().shardId(), id -> new ArrayList<>())
                .add(event));
        byShard.forEach(this::check);
    }

    private void check(String shardId, List<Event> read) {
        Map<SequenceNumber, String> put = acknowledged.getOrDefault(shardId, Map.of());
        Map<SequenceNumber, String> found = new TreeMap<>();
        read.forEach(event -> found.put(event.place().sequenceNumber(), event.text()));
        List<Event> sorted = new ArrayList<>(read);
        sorted.sort(Comparator.comparing(event -> event.place().sequenceNumber()));
        if (found.size() != read.size() || !sorted.equals(read) || !found.equals(put)) {
            throw new AssertionError(print(shardId, read));
        }
    }

    /** A shard's acknowledgements by number, then what was read in its order. */
    String print(String shardId, List<Event> read) {
        StringBuilder text = new StringBuilder("history of ").append(shardId).append("\nacknowledged:");
        acknowledged.getOrDefault(shardId, Map.of()).forEach((number, record) -> line(text, number, record));
        text.append("\nread:");
        read.forEach(event -> line(text, event.place().sequenceNumber(), event.text()));
        return text.toString();
    }

    private static void line(StringBuilder text, SequenceNumber number, String record) {
        long index = SequenceNumbers.parse(number).orElseThrow().recordIndex();
        text.append("\n  ").append(index).append(' ').append(record);
    }
}
