package dev.penstock.stream.local;

import dev.penstock.stream.Streams;
import java.util.List;

/** Splits shards for tests of other packages, as long as no operation of the API does. */
public final class Resharding {

    private Resharding() {}

    /** Splits the only shard of a stream in half. */
    public static void split(Streams streams, String stream) {
        StreamState state = ((InMemoryStreams) streams).stream(stream);
        state.reshard(List.of(state.shards().get(0)), HashKeyRange.even(2));
    }
}
