"""Subscribes to a shard with boto3 and prints what it gets, one line per event, until the end of the stream.

usage: subscribe.py ENDPOINT CONSUMER_ARN
"""
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError

kinesis = boto3.client(
    "kinesis",
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
    config=Config(retries={"max_attempts": 0}, read_timeout=30),
)
try:
    answer = kinesis.subscribe_to_shard(
        ConsumerARN=sys.argv[2],
        ShardId="shardId-000000000000",
        StartingPosition={"Type": "TRIM_HORIZON"},
    )
    print("open", flush=True)
    for event in answer["EventStream"]:
        records = event["SubscribeToShardEvent"]["Records"]
        children = event["SubscribeToShardEvent"].get("ChildShards", [])
        print("event", b",".join(r["Data"] for r in records).decode(), len(children), flush=True)
    print("end", flush=True)
except (ClientError, EventStreamError) as refused:
    print("error", refused.response["Error"]["Code"], flush=True)
