package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.local.Shard;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A shard as it was when the list was made: a shard that closes while the answer is written must not show as closed
 * without its children.
 */
record ListedShard(Shard shard, Optional<SequenceNumber> end) {

    static ListedShard of(Shard shard) {
        return new ListedShard(shard, shard.endingSequenceNumber());
    }

    void writeTo(WireOutput out) throws IOException {
        out.text("ShardId", shard.id());
        List<Shard> parents = shard.parents();
        if (!parents.isEmpty()) {
            out.text("ParentShardId", parents.get(0).id());
        }
        if (parents.size() > 1) {
            out.text("AdjacentParentShardId", parents.get(1).id());
        }
        Shapes.hashKeyRange(shard.range(), out);
        out.structure("SequenceNumberRange", range -> {
            range.text("StartingSequenceNumber", shard.startingSequenceNumber().toString());
            range.text("EndingSequenceNumber", end.map(Object::toString));
        });
    }
}
