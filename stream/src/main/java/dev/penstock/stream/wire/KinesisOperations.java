package dev.penstock.stream.wire;

import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.platform.wire.RequestOperation;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.Journal;
import dev.penstock.stream.local.Scopes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The table of operations. An operation that is not here is refused by {@link AwsJsonService} as AWS does; the log
 * has the list of those that are.
 */
public final class KinesisOperations {
    /** How operations begin that change nothing; all others may. */
    private static final List<String> READING = List.of("Describe", "Get", "List", "Subscribe");

    /** How operations begin that change records only. */
    private static final String PUT = "PutRecord";

    private final AwsJsonService service =
            new AwsJsonService("Kinesis_20131202").exact("application/x-amz-json-1.1", "application/x-amz-cbor-1.1");
    private final Scopes scopes;
    private final StreamConsumers consumers;

    private KinesisOperations(Scopes scopes, StreamConsumers consumers) {
        this.scopes = scopes;
        this.consumers = consumers;
    }

    /** The service over streams in memory. */
    public static AwsJsonService service(Scopes scopes, StreamConsumers consumers) {
        return new KinesisOperations(scopes, consumers)
                .withConsumers()
                .withPuts()
                .with(
                        "AddTagsToStream",
                        (in, streams) -> AddTagsToStream.read(in).call(streams))
                .with("CreateStream", (in, streams) -> CreateStream.read(in).call(streams))
                .with(
                        "DecreaseStreamRetentionPeriod",
                        (in, streams) -> ChangeRetention.decrease(in).call(streams))
                .with("DescribeAccountSettings", (in, streams) -> AccountSettingsOperations.describe(streams))
                .with("DescribeLimits", (in, streams) -> DescribeLimits.call(streams))
                .with("DescribeStream", (in, streams) -> DescribeStream.read(in).call(streams))
                .with(
                        "DisableEnhancedMonitoring",
                        (in, streams) -> EnhancedMonitoring.disable(in).call(streams))
                .with(
                        "EnableEnhancedMonitoring",
                        (in, streams) -> EnhancedMonitoring.enable(in).call(streams))
                .with("GetRecords", (in, streams) -> GetRecords.read(in).call(streams))
                .with(
                        "GetShardIterator",
                        (in, streams) -> GetShardIterator.read(in).call(streams))
                .with(
                        "IncreaseStreamRetentionPeriod",
                        (in, streams) -> ChangeRetention.increase(in).call(streams))
                .with("ListShards", (in, streams) -> ListShards.read(in).call(streams))
                .with("ListStreams", (in, streams) -> ListStreams.read(in).call(streams))
                .with(
                        "ListTagsForStream",
                        (in, streams) -> ListTagsForStream.read(in).call(streams))
                .with("MergeShards", (in, streams) -> MergeShards.read(in).call(streams))
                .with(
                        "RemoveTagsFromStream",
                        (in, streams) -> RemoveTagsFromStream.read(in).call(streams))
                .with("SplitShard", (in, streams) -> SplitShard.read(in).call(streams))
                .with(
                        "StartStreamEncryption",
                        (in, streams) -> StreamEncryption.start(in).call(streams))
                .with(
                        "StopStreamEncryption",
                        (in, streams) -> StreamEncryption.stop(in).call(streams))
                .with("UpdateAccountSettings", (in, streams) -> AccountSettingsOperations.update(in, streams))
                .with(
                        "UpdateMaxRecordSize",
                        (in, streams) -> UpdateMaxRecordSize.read(in).call(streams))
                .with(
                        "UpdateShardCount",
                        (in, streams) -> UpdateShardCount.read(in).call(streams))
                .with(
                        "UpdateStreamMode",
                        (in, streams) -> UpdateStreamMode.read(in).call(streams))
                .with(
                        "UpdateStreamWarmThroughput",
                        (in, streams) -> UpdateStreamWarmThroughput.read(in).call(streams))
                .service;
    }

    /** An operation that answers at once, about the streams of the account and region that the request is signed for. */
    private KinesisOperations with(String operation, BiFunction<WireInput, InMemoryStreams, WireOutput.Body> body) {
        service.operation(operation, tree(operation, body));
        return this;
    }

    private RequestOperation tree(String operation, BiFunction<WireInput, InMemoryStreams, WireOutput.Body> body) {
        return (in, request) ->
                whenKept(operation, () -> CallGate.call(operation, in, RequestScope.of(request, scopes), body));
    }

    /** The two that records come in by: read without a tree. */
    private KinesisOperations withPuts() {
        service.operation(
                "PutRecord",
                PutRecord::read,
                (PutRecord put, WireRequest request) -> whenKept(
                        "PutRecord",
                        () -> CallGate.call("PutRecord", put.stream(), RequestScope.of(request, scopes), put::call)),
                tree("PutRecord", (in, streams) -> PutRecord.read(in).call(streams)));
        service.operation(
                "PutRecords",
                PutRecords::read,
                (PutRecords put, WireRequest request) -> whenKept(
                        "PutRecords",
                        () -> CallGate.call("PutRecords", put.stream(), RequestScope.of(request, scopes), put::call)),
                tree("PutRecords", (in, streams) -> PutRecords.read(in).call(streams)));
        return this;
    }

    /** What is about registered consumers, or has to look at them. */
    private KinesisOperations withConsumers() {
        service.eventStream("SubscribeToShard", (in, request) -> {
            InMemoryStreams streams = RequestScope.of(request, scopes);
            CallGate.begin("SubscribeToShard", in, streams);
            return SubscribeToShard.read(in).call(streams, consumers);
        });
        withConsumersAsResources();
        return with("DeleteStream", (in, streams) -> DeleteStream.read(in).call(streams, consumers))
                .with(
                        "DeregisterStreamConsumer",
                        (in, streams) -> DeregisterStreamConsumer.read(in).call(streams, consumers))
                .with(
                        "DescribeStreamConsumer",
                        (in, streams) -> DescribeStreamConsumer.read(in).call(streams, consumers))
                .with(
                        "DescribeStreamSummary",
                        (in, streams) -> DescribeStreamSummary.read(in).call(streams, consumers))
                .with(
                        "ListStreamConsumers",
                        (in, streams) -> ListStreamConsumers.read(in).call(streams, consumers))
                .with(
                        "RegisterStreamConsumer",
                        (in, streams) -> RegisterStreamConsumer.read(in).call(streams, consumers));
    }

    /** What is about tags and policies, which consumers have as well as streams. */
    private void withConsumersAsResources() {
        with("DeleteResourcePolicy", (in, streams) -> ResourcePolicies.delete(in, streams, consumers))
                .with("GetResourcePolicy", (in, streams) -> ResourcePolicies.get(in, streams, consumers))
                .with("ListTagsForResource", (in, streams) -> ResourceTags.list(in, streams, consumers))
                .with("PutResourcePolicy", (in, streams) -> ResourcePolicies.put(in, streams, consumers))
                .with("TagResource", (in, streams) -> ResourceTags.tag(in, streams, consumers))
                .with("UntagResource", (in, streams) -> ResourceTags.untag(in, streams, consumers));
    }

    /** A change is answered when it is kept, if streams are kept at all. */
    private CompletionStage<WireOutput.Body> whenKept(
            String operation, Supplier<CompletionStage<WireOutput.Body>> call) {
        Journal journal = scopes.journal();
        if (!journal.isOn() || READING.stream().anyMatch(operation::startsWith)) {
            return call.get();
        }
        long mark = journal.mark();
        CompletionStage<WireOutput.Body> answer = call.get();
        if (!operation.startsWith(PUT)) {
            scopes.saveChanges();
        }
        return answer.thenCombine(journal.kept(mark), (body, kept) -> body);
    }
}
