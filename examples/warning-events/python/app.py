"""Keeps the newest warning of each device: events hotter than THRESHOLD become items of WARNING_TABLE."""
import base64
import json
import os
from decimal import Decimal

import boto3
from botocore.exceptions import ClientError

THRESHOLD = Decimal(os.environ.get("THRESHOLD", "50"))
TABLE = os.environ.get("WARNING_TABLE", "warning_events")

dynamodb = boto3.resource("dynamodb")


class Malformed(Exception):
    """A record is not an event of a device."""


def lambda_handler(event, context):
    for record in event["Records"]:
        kinesis = record["kinesis"]
        try:
            warn_if_hot(read_event(kinesis))
        except Malformed as problem:
            print(f"malformed record {kinesis['sequenceNumber']}: {problem}")
    return "ok"


def read_event(kinesis):
    try:
        event = json.loads(base64.b64decode(kinesis["data"]), parse_float=Decimal, parse_constant=not_a_number)
    except ValueError as problem:
        raise Malformed(f"not JSON: {problem}") from problem
    if not isinstance(event, dict):
        raise Malformed("not a JSON object")
    if isinstance(event.get("temperature"), bool) or not isinstance(event.get("temperature"), (int, Decimal)):
        raise Malformed("temperature is missing or not a number")
    if isinstance(event.get("deviceId"), bool) or not isinstance(event.get("deviceId"), (str, int, Decimal)):
        raise Malformed("deviceId is missing or neither text nor number")
    event["deviceId"] = str(event["deviceId"])
    if "eventTime" not in event and "timestamp" not in event:
        event["eventTime"] = int(kinesis["approximateArrivalTimestamp"] * 1000)
    return event


def not_a_number(text):
    raise ValueError(f"{text} is no JSON number")


def warn_if_hot(event):
    if event["temperature"] <= THRESHOLD:
        return
    table = dynamodb.Table(TABLE)
    try:
        table.put_item(Item=event)
    except ArithmeticError as problem:
        raise Malformed(f"a number that DynamoDB cannot hold: {problem}") from problem
    except ClientError as problem:
        if problem.response["Error"]["Code"] == "ValidationException":
            # It would be refused again, and sending the batch again would block the shard for ever.
            raise Malformed(problem) from problem
        if problem.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        create_table()
        table.put_item(Item=event)


def create_table():
    table = dynamodb.create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "deviceId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "deviceId", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
    )
    table.wait_until_exists()
