package dev.penstock.analytics.run;

import dev.penstock.analytics.window.Watermark;
import java.util.List;
import java.util.Map;

/**
 * What the thread of an application tells of itself after each batch.
 *
 * @param millisBehind age of the next unread record of the input
 * @param openGroups groups held in open windows
 * @param shards the shards that are read into each stream of the input, in the order of the streams
 * @param windows what the steps of each pump hold, by the pump's name
 */
public record Observation(
        long millisBehind, long openGroups, List<List<String>> shards, Map<String, List<Watermark.Held>> windows) {
    /** Nothing has happened. */
    public static final Observation NONE = new Observation(0, 0, List.of(), Map.of());
}
