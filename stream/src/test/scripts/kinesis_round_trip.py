#!/usr/bin/env python3
"""A round trip of boto3 through Kinesis: kinesis_round_trip.py http://127.0.0.1:4566

Needs boto3. Works on streams of its own, which it deletes. Prints "called OPERATION" for each operation that answered
as it should, and ends with an error at the first one that did not.
"""

import os
import sys
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

HALF = 2**127


def client(endpoint, service):
    made = boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=os.environ.get("AWS_REGION", "us-east-1"),
        aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "test"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
        config=Config(retries={"total_max_attempts": 1}, read_timeout=20),
    )
    made.meta.events.register("after-call.kinesis", called)
    return made


def called(http_response, model, **_):
    if http_response.status_code == 200:
        print("called", model.name, flush=True)


def check(what, actual, expected):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, was {actual!r}")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        check("error code", error.response["Error"]["Code"], code)
        check("status", error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        return
    raise AssertionError(f"not refused with {code}")


def read_all(kinesis, stream):
    """What all shards hold, closed ones too, each to its end or tip."""
    data = []
    for shard in kinesis.get_paginator("list_shards").paginate(StreamName=stream).build_full_result()["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            page = kinesis.get_records(ShardIterator=iterator, Limit=3)
            data += [record["Data"] for record in page["Records"]]
            iterator = page.get("NextShardIterator")
            check("end of a shard names its children", "ChildShards" in page, iterator is None)
            if not page["Records"] and page["MillisBehindLatest"] == 0:
                break
    return data


def streams_and_records(kinesis, stream):
    refused("ResourceNotFoundException", kinesis.describe_stream_summary, StreamName=stream)
    kinesis.create_stream(StreamName=stream, ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    refused("ResourceInUseException", kinesis.create_stream, StreamName=stream, ShardCount=2)
    check("listed", stream in kinesis.list_streams(Limit=1000)["StreamNames"], True)
    summary = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    check("open shards", summary["OpenShardCount"], 2)
    check("shards", len(kinesis.describe_stream(StreamName=stream)["StreamDescription"]["Shards"]), 2)
    check("shard limit is a number", kinesis.describe_limits()["ShardLimit"] > 0, True)

    kinesis.put_record(StreamName=stream, PartitionKey="device-1", Data=bytes(range(256)))
    batch = [{"PartitionKey": f"device-{i}", "Data": b"%d" % i} for i in range(10)]
    check("failed records", kinesis.put_records(StreamName=stream, Records=batch)["FailedRecordCount"], 0)
    refused(
        "InvalidArgumentException",
        kinesis.put_record,
        StreamName=stream,
        PartitionKey="k",
        Data=b"",
        ExplicitHashKey=str(2**128),
    )
    return summary["StreamARN"]


def resharding(kinesis, stream):
    kinesis.split_shard(StreamName=stream, ShardToSplit="shardId-000000000000", NewStartingHashKey=str(HALF // 2))
    active(kinesis, stream)
    kinesis.merge_shards(
        StreamName=stream, ShardToMerge="shardId-000000000002", AdjacentShardToMerge="shardId-000000000003"
    )
    active(kinesis, stream)
    scaled = kinesis.update_shard_count(StreamName=stream, TargetShardCount=4, ScalingType="UNIFORM_SCALING")
    check("shards before", scaled["CurrentShardCount"], 2)
    active(kinesis, stream)
    more = [{"PartitionKey": f"device-{i}", "Data": b"%d" % i} for i in range(10, 20)]
    check("failed records", kinesis.put_records(StreamName=stream, Records=more)["FailedRecordCount"], 0)
    expected = [bytes(range(256))] + [b"%d" % i for i in range(20)]
    check("records", sorted(read_all(kinesis, stream)), sorted(expected))


def active(kinesis, stream):
    kinesis.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 20})


def tags_and_settings(kinesis, stream, arn):
    kinesis.add_tags_to_stream(StreamName=stream, Tags={"b": "2", "a": "1"})
    kinesis.remove_tags_from_stream(StreamName=stream, TagKeys=["b"])
    kinesis.tag_resource(ResourceARN=arn, Tags={"c": "3"})
    kinesis.untag_resource(ResourceARN=arn, TagKeys=["a"])
    check("tags", kinesis.list_tags_for_stream(StreamName=stream)["Tags"], [{"Key": "c", "Value": "3"}])
    check("tags", kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "c", "Value": "3"}])

    kinesis.increase_stream_retention_period(StreamName=stream, RetentionPeriodHours=48)
    active(kinesis, stream)
    kinesis.decrease_stream_retention_period(StreamName=stream, RetentionPeriodHours=24)
    active(kinesis, stream)
    kinesis.start_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId="alias/aws/kinesis")
    active(kinesis, stream)
    summary = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]
    check("encryption", summary["EncryptionType"], "KMS")
    kinesis.stop_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId="alias/aws/kinesis")
    active(kinesis, stream)
    on = kinesis.enable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["IncomingBytes"])
    check("monitoring", on["DesiredShardLevelMetrics"], ["IncomingBytes"])
    kinesis.disable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["ALL"])


def fan_out(kinesis, stream, arn):
    consumer = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="reader")["Consumer"]["ConsumerARN"]
    for _ in range(50):
        described = kinesis.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]
        if described["ConsumerStatus"] == "ACTIVE":
            break
    check("consumer", described["ConsumerStatus"], "ACTIVE")
    check("consumers", len(kinesis.list_stream_consumers(StreamARN=arn)["Consumers"]), 1)

    shard = open_shard_of(kinesis, stream)
    put = kinesis.put_record(StreamName=stream, PartitionKey="any", ExplicitHashKey="0", Data=b"pushed")
    check("shard", put["ShardId"], shard)
    events = kinesis.subscribe_to_shard(
        ConsumerARN=consumer,
        ShardId=shard,
        StartingPosition={"Type": "AT_SEQUENCE_NUMBER", "SequenceNumber": put["SequenceNumber"]},
    )["EventStream"]
    for event in events:
        records = event["SubscribeToShardEvent"]["Records"]
        if records:
            check("pushed record", records[0]["Data"], b"pushed")
            check("its number", records[0]["SequenceNumber"], put["SequenceNumber"])
            break
    events.close()
    kinesis.deregister_stream_consumer(ConsumerARN=consumer)


def open_shard_of(kinesis, stream):
    shards = kinesis.list_shards(StreamName=stream, ShardFilter={"Type": "AT_LATEST"})["Shards"]
    return next(shard["ShardId"] for shard in shards if shard["HashKeyRange"]["StartingHashKey"] == "0")


def main(endpoint):
    kinesis = client(endpoint, "kinesis")
    stream = f"round-trip-{uuid.uuid4()}"
    arn = streams_and_records(kinesis, stream)
    try:
        resharding(kinesis, stream)
        tags_and_settings(kinesis, stream, arn)
        fan_out(kinesis, stream, arn)
    finally:
        kinesis.delete_stream(StreamName=stream, EnforceConsumerDeletion=True)
    kinesis.get_waiter("stream_not_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    print("round trip done")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
