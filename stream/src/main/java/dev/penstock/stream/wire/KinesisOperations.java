package dev.penstock.stream.wire;

import static dev.penstock.platform.wire.Operation.immediate;

import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.stream.local.InMemoryStreams;

/**
 * The table of operations. An operation that is not here is refused by {@link AwsJsonService}, with the list of those
 * that are: resharding, enhanced fan-out, encryption and monitoring.
 */
public final class KinesisOperations {

    private KinesisOperations() {}

    /** The service over streams in memory. */
    public static AwsJsonService service(InMemoryStreams streams) {
        return new AwsJsonService("Kinesis_20131202")
                .operation(
                        "AddTagsToStream",
                        immediate(in -> AddTagsToStream.read(in).call(streams)))
                .operation("CreateStream", immediate(in -> CreateStream.read(in).call(streams)))
                .operation(
                        "DecreaseStreamRetentionPeriod",
                        immediate(in -> ChangeRetention.decrease(in).call(streams)))
                .operation("DeleteStream", immediate(in -> DeleteStream.read(in).call(streams)))
                .operation("DescribeLimits", immediate(in -> DescribeLimits.call(streams)))
                .operation(
                        "DescribeStream",
                        immediate(in -> DescribeStream.read(in).call(streams)))
                .operation(
                        "DescribeStreamSummary",
                        immediate(in -> DescribeStreamSummary.read(in).call(streams)))
                .operation("GetRecords", immediate(in -> GetRecords.read(in).call(streams)))
                .operation(
                        "GetShardIterator",
                        immediate(in -> GetShardIterator.read(in).call(streams)))
                .operation(
                        "IncreaseStreamRetentionPeriod",
                        immediate(in -> ChangeRetention.increase(in).call(streams)))
                .operation("ListShards", immediate(in -> ListShards.read(in).call(streams)))
                .operation("ListStreams", immediate(in -> ListStreams.read(in).call(streams)))
                .operation(
                        "ListTagsForStream",
                        immediate(in -> ListTagsForStream.read(in).call(streams)))
                .operation("PutRecord", immediate(in -> PutRecord.read(in).call(streams)))
                .operation("PutRecords", immediate(in -> PutRecords.read(in).call(streams)))
                .operation(
                        "RemoveTagsFromStream",
                        immediate(in -> RemoveTagsFromStream.read(in).call(streams)));
    }
}
